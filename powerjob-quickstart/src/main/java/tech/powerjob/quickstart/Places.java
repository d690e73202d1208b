package tech.powerjob.quickstart;

import java.nio.file.Path;
import tech.powerjob.config.Settings;

/**
 * Where things are.
 *
 * @param dataDir what server and quickstart keep
 * @param serverJar the server to start
 * @param serverUrl the server as this machine sees it, without a slash at the end
 */
record Places(Path dataDir, Path serverJar, String serverUrl) {
  /** System property: path of the server's jar. */
  static final String SERVER_JAR = "powerjob.quickstart.server-jar";

  static Places of(Settings settings) {
    var jar =
        settings
            .find(SERVER_JAR)
            .orElseThrow(
                () -> new QuickstartException("start the quickstart by ./powerjob quickstart"));
    return new Places(
        settings.dataDir(), Path.of(jar), "http://" + address(settings.httpHost(), settings));
  }

  private static String address(String host, Settings settings) {
    var reachable =
        switch (host) {
          case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
          default -> host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host;
        };
    return reachable + ":" + settings.httpPort();
  }

  /** {@code host:port} for workers and clients. */
  String serverAddress() {
    return serverUrl.substring(serverUrl.indexOf("://") + 3);
  }

  /** What the server says on its terminal; its log is another file there. */
  Path serverLog() {
    return dataDir.resolve("logs").resolve("server-console.log");
  }

  Path workerLog() {
    return dataDir.resolve("logs").resolve("worker.log");
  }

  /** Where the server leaves the first administrator's password. */
  Path initialPassword() {
    return dataDir.resolve("initial-admin-password");
  }

  /** The database of a server that was started before, unless it is elsewhere. */
  Path database() {
    return dataDir.resolve("database");
  }

  /** What the quickstart itself remembers. */
  Path memory() {
    return dataDir.resolve("quickstart.properties");
  }
}
