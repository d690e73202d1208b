package tech.powerjob.client.internal;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.client.ClientConfig;
import tech.powerjob.client.extension.ExtensionContext;

/** The servers in the order in which to try them: first the one that answered last. Thread-safe. */
final class ServerList {
  private final ClientConfig config;
  private volatile String current;

  ServerList(ClientConfig config) {
    this.config = config;
  }

  List<String> inOrder() {
    var all = configured();
    var last = current;
    if (last == null || !all.contains(last)) {
      return all;
    }
    List<String> ordered = new ArrayList<>();
    ordered.add(last);
    all.stream().filter(address -> !address.equals(last)).forEach(ordered::add);
    return ordered;
  }

  private List<String> configured() {
    var extension = config.getClientExtension();
    var provided = extension == null ? null : extension.addressProvider(new ExtensionContext());
    return provided == null || provided.isEmpty() ? config.getAddressList() : provided;
  }

  void answered(String address) {
    current = address;
  }
}
