package tech.powerjob.worker.internal.heartbeat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;

/** The address under which people see a worker. Nothing connects to it. */
public final class LocalAddress {
  /** A network interface that is up and no loopback. */
  record Nic(String name, String displayName, List<InetAddress> addresses) {}

  private static final Logger LOG = LoggerFactory.getLogger(LocalAddress.class);

  private static final int FIRST_RANDOM_PORT = 30_000;
  private static final int LAST_PORT = 65_535;

  private LocalAddress() {}

  /**
   * {@code ip:port} of this worker: what the settings {@code powerjob.network.*} say, else the
   * first interface that is up, else loopback.
   *
   * @param port negative for a random one
   * @throws IllegalArgumentException if a setting is unusable
   */
  public static String find(Settings settings, int port) {
    var host =
        settings
            .find("powerjob.network.external.address")
            .or(() -> settings.find("powerjob.network.local.address"))
            .orElseGet(() -> choose(nics(), settings));
    int shown =
        port >= 0 ? port : ThreadLocalRandom.current().nextInt(FIRST_RANDOM_PORT, LAST_PORT + 1);
    return host + ":" + settings.number("powerjob.network.external.port", shown, 0, LAST_PORT);
  }

  static String choose(List<Nic> nics, Settings settings) {
    var usable = nics.stream().filter(ignored(settings).negate()).toList();
    var preferred = settings.find("powerjob.network.interface.preferred");
    return preferred
        .flatMap(
            name ->
                usable.stream()
                    .filter(nic -> name.equals(nic.name) || name.equals(nic.displayName))
                    .flatMap(nic -> best(nic).stream())
                    .findFirst())
        .or(() -> usable.stream().flatMap(nic -> best(nic).stream()).findFirst())
        .map(LocalAddress::text)
        .orElse("127.0.0.1");
  }

  private static Predicate<Nic> ignored(Settings settings) {
    var key = "powerjob.network.interface.ignored";
    var text = settings.find(key);
    if (text.isEmpty()) {
      return nic -> false;
    }
    try {
      var pattern = Pattern.compile(text.get());
      return nic ->
          pattern.matcher(nic.name).matches() || pattern.matcher(nic.displayName).matches();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a regular expression".formatted(key, text.get()), e);
    }
  }

  private static Optional<InetAddress> best(Nic nic) {
    Class<?> first =
        Boolean.getBoolean("java.net.preferIPv6Addresses")
            ? Inet6Address.class
            : Inet4Address.class;
    return nic.addresses.stream()
        .filter(address -> !address.isLinkLocalAddress() && !address.isLoopbackAddress())
        .min(Comparator.comparing(address -> !first.isInstance(address)));
  }

  private static String text(InetAddress address) {
    var text = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return text;
    }
    int scope = text.indexOf('%');
    return '[' + (scope < 0 ? text : text.substring(0, scope)) + ']';
  }

  private static List<Nic> nics() {
    List<Nic> found = new ArrayList<>();
    try {
      var all = Collections.list(NetworkInterface.getNetworkInterfaces());
      all.sort(Comparator.comparingInt(NetworkInterface::getIndex));
      for (var nic : all) {
        if (nic.isUp() && !nic.isLoopback() && !nic.isVirtual()) {
          found.add(
              new Nic(
                  nic.getName(),
                  String.valueOf(nic.getDisplayName()),
                  Collections.list(nic.getInetAddresses())));
        }
      }
    } catch (SocketException e) {
      LOG.warn("the network interfaces cannot be read, the worker shows itself as loopback", e);
    }
    return found;
  }
}
