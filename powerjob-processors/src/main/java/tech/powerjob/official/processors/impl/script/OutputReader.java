package tech.powerjob.official.processors.impl.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.time.Duration;
import tech.powerjob.worker.log.OmsLogger;

/**
 * Reads one output of a process as it comes, so that the process never waits: writes its lines to
 * the run's log and keeps an excerpt.
 */
final class OutputReader {
  /** Longer lines are logged in pieces. */
  private static final int MAX_LINE = 8 << 10;

  /** How many characters of one output are logged; the server keeps them. */
  static final int MAX_LOGGED = 1 << 20;

  private final InputStream in;
  private final Charset charset;
  private final OmsLogger logger;
  private final Excerpt excerpt;
  private final StringBuilder line = new StringBuilder();
  private final Thread thread;
  private long logged;

  private OutputReader(InputStream in, Charset charset, OmsLogger logger, Excerpt excerpt) {
    this.in = in;
    this.charset = charset;
    this.logger = logger;
    this.excerpt = excerpt;
    this.thread = new Thread(this::read, "powerjob-script-output");
    thread.setDaemon(true);
  }

  static OutputReader start(InputStream in, Charset charset, OmsLogger logger, int capacity) {
    var reader = new OutputReader(in, charset, logger, new Excerpt(capacity));
    reader.thread.start();
    return reader;
  }

  private void read() {
    try (Reader reader = new InputStreamReader(in, charset)) {
      var buffer = new char[4 << 10];
      int count = reader.read(buffer);
      while (count >= 0) {
        excerpt.append(buffer, count);
        log(buffer, count);
        count = reader.read(buffer);
      }
      endLine();
    } catch (IOException e) {
      logger.warn("[SYSTEM] the output ended early: {}", e.toString());
    }
  }

  private void log(char[] characters, int count) {
    for (int i = 0; i < count; i++) {
      if (characters[i] == '\n') {
        logLine();
      } else {
        line.append(characters[i]);
        if (line.length() >= MAX_LINE) {
          logLine();
        }
      }
    }
  }

  private void endLine() {
    if (!line.isEmpty()) {
      logLine();
    }
  }

  private void logLine() {
    if (logged <= MAX_LOGGED) {
      int end = line.length();
      if (end > 0 && line.charAt(end - 1) == '\r') {
        end--;
      }
      logger.info("{}", line.substring(0, end));
      logged += end + 1;
      if (logged > MAX_LOGGED) {
        logger.warn("[SYSTEM] more than {} characters; the rest is not logged", MAX_LOGGED);
      }
    }
    line.setLength(0);
  }

  /** Waits for the end of the output; {@code false} if it did not come in time. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    thread.join(patience.toMillis());
    return !thread.isAlive();
  }

  /** What came so far, each line with its end. */
  String text() {
    var text = excerpt.toString();
    return text.isEmpty() || text.endsWith("\n") ? text : text + System.lineSeparator();
  }
}
