package tech.powerjob.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * The log of the whole process: file {@code server.log}, see {@link LogFile}, and a few lines on
 * the terminal, see {@link ConsoleLines}.
 */
final class ServerLog {
  private ServerLog() {}

  /** Opens the log in a folder that exists. */
  static void open(Path folder) throws IOException {
    var configuration = write(folder);
    // Payara reads it again from the file.
    System.setProperty("java.util.logging.config.file", configuration.toString());
    try (var in = Files.newInputStream(configuration)) {
      LogManager.getLogManager().readConfiguration(in);
    }
    // What libraries print belongs in the file, too.
    System.setOut(printing("stdout"));
  }

  /** Writes the configuration, which is made anew at each start. */
  static Path write(Path folder) throws IOException {
    var text =
        """
        handlers = %1$s, %2$s
        %1$s.path = %3$s
        .level = INFO
        com.hazelcast.level = WARNING
        org.apache.activemq.audit.level = WARNING
        org.glassfish.admin.mbeanserver.level = WARNING
        # Tells for each JDBC driver that it was left registered; they live as long as the process.
        jakarta.enterprise.web.util.level = SEVERE
        # Tells that it does not know attribute SameSite of the session cookie, which it sets all the same.
        javax.enterprise.system.tools.deployment.dol.level = SEVERE
        # Certificates of well-known authorities that have run out; none is used.
        javax.enterprise.system.security.ssl.level = SEVERE
        """
            .formatted(
                LogFile.class.getName(),
                ConsoleLines.class.getName(),
                folder.resolve("server.log"));
    return Files.writeString(folder.resolve("logging.properties"), text);
  }

  private static PrintStream printing(String logger) {
    return new PrintStream(new LoggedLines(logger), true, StandardCharsets.UTF_8);
  }

  /** Collects bytes and logs them line by line. */
  private static final class LoggedLines extends OutputStream {
    private final java.util.logging.Logger log;
    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();

    LoggedLines(String logger) {
      log = java.util.logging.Logger.getLogger(logger);
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      var text = line.toString(StandardCharsets.UTF_8).stripTrailing();
      line.reset();
      if (!text.isEmpty()) {
        log.info(text);
      }
    }
  }
}
