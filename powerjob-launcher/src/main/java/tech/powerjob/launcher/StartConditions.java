package tech.powerjob.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import tech.powerjob.config.Settings;

/** What must hold before a server starts; found out before anything else runs. */
final class StartConditions {
  private StartConditions() {}

  /**
   * Takes the data folder, and makes sure that both ports are free.
   *
   * @throws StartRefusedException naming setting, value and rule
   * @throws IllegalArgumentException if a setting is not well-formed
   */
  static DataFolder check(Settings settings) {
    if (settings.httpPort() == settings.jmsPort()) {
      throw new StartRefusedException(
          "powerjob.jms.port is '%d' but must differ from powerjob.http.port"
              .formatted(settings.jmsPort()));
    }
    // Read here so that a mistake is told at once, not when the broker starts.
    var unused = settings.jmsProtocols();
    requireFree("powerjob.http", settings.httpHost(), settings.httpPort());
    requireFree("powerjob.jms", settings.jmsHost(), settings.jmsPort());
    return DataFolder.take(settings.dataDir());
  }

  private static void requireFree(String setting, String host, int port) {
    try (var probe = new ServerSocket()) {
      // As the server will: connections of a former one that still fade away do not matter.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address(setting, host), port));
    } catch (IOException e) {
      throw new StartRefusedException(
          "%s.port is '%d' but must be a free port of %s.host '%s' (%s)"
              .formatted(setting, port, setting, host, e.getMessage()),
          e);
    }
  }

  private static InetAddress address(String setting, String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartRefusedException(
          "%s.host is '%s' but must be an address of this machine".formatted(setting, host), e);
    }
  }
}
