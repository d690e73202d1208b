package tech.powerjob.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * The log of the whole process: file {@code server.log}, turned over at {@value #MAX_BYTES} bytes,
 * of which {@value #FILES} are kept; and a few lines on the terminal, see {@link ConsoleLines}.
 */
final class ServerLog {
  static final int MAX_BYTES = 20_000_000;
  static final int FILES = 5;

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
        handlers = java.util.logging.FileHandler, %s
        java.util.logging.FileHandler.pattern = %s
        java.util.logging.FileHandler.limit = %d
        java.util.logging.FileHandler.count = %d
        java.util.logging.FileHandler.append = true
        java.util.logging.FileHandler.encoding = UTF-8
        java.util.logging.FileHandler.formatter = %s
        .level = INFO
        com.hazelcast.level = WARNING
        org.apache.activemq.audit.level = WARNING
        org.glassfish.admin.mbeanserver.level = WARNING
        # Tells for each JDBC driver that it was left registered; they live as long as the process.
        jakarta.enterprise.web.util.level = SEVERE
        # Certificates of well-known authorities that have run out; none is used.
        javax.enterprise.system.security.ssl.level = SEVERE
        """
            .formatted(
                ConsoleLines.class.getName(),
                folder.resolve("server.log"),
                MAX_BYTES,
                FILES,
                LineFormatter.class.getName());
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
