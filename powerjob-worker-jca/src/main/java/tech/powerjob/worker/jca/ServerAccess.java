package tech.powerjob.worker.jca;

import jakarta.resource.spi.InvalidPropertyException;
import java.util.Arrays;
import java.util.List;

/**
 * Where the servers are and how an application logs in.
 *
 * @param password is not shown
 * @param servers HTTP addresses, at least one
 */
record ServerAccess(String applicationName, String password, List<String> servers) {
  /**
   * What the bean or factory says, and for the rest what the adapter says.
   *
   * @throws InvalidPropertyException if neither says something that is needed
   */
  static ServerAccess of(AdapterDefaults own, AdapterDefaults adapter)
      throws InvalidPropertyException {
    var application = AdapterDefaults.firstText(own.applicationName(), adapter.applicationName());
    var address = AdapterDefaults.firstText(own.serverAddress(), adapter.serverAddress());
    var password = own.password() != null ? own.password() : adapter.password();
    require(AdapterDefaults.isText(application), "applicationName", application, "be set");
    var servers = servers(address);
    require(
        !servers.isEmpty(), "serverAddress", address, "be host:port, several with commas between");
    if (password == null) {
      throw new InvalidPropertyException(
          "password must be set, here or for the adapter: workers log in with it");
    }
    return new ServerAccess(application, password, servers);
  }

  private static List<String> servers(String address) {
    return address == null
        ? List.of()
        : Arrays.stream(address.split(",", -1))
            .map(String::trim)
            .filter(each -> !each.isEmpty())
            .toList();
  }

  private static void require(boolean met, String name, String value, String rule)
      throws InvalidPropertyException {
    if (!met) {
      throw new InvalidPropertyException(
          "%s is '%s' but must %s, here or for the adapter".formatted(name, value, rule));
    }
  }

  @Override
  public String toString() {
    return applicationName + " at " + servers;
  }
}
