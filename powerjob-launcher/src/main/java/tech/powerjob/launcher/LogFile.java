package tech.powerjob.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Appends to a file of one name. When it is full it is set aside under a number, 1 being the
 * latest, and the oldest goes. Made by the log manager, with property {@code <class name>.path}.
 * Thread-safe.
 */
public final class LogFile extends Handler {
  /** The file is set aside when it has more bytes. */
  static final long MAX_BYTES = 20_000_000;

  /** Files that are kept besides the current one. */
  static final int KEPT = 4;

  private final Path path;
  private final long maxBytes;
  private OutputStream out;
  private long bytes;

  /** For the log manager. */
  public LogFile() throws IOException {
    this(
        Path.of(LogManager.getLogManager().getProperty(LogFile.class.getName() + ".path")),
        MAX_BYTES);
  }

  LogFile(Path path, long maxBytes) throws IOException {
    this.path = path;
    this.maxBytes = maxBytes;
    setFormatter(new LineFormatter());
    open();
  }

  private void open() throws IOException {
    out = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(path);
  }

  @Override
  public synchronized void publish(LogRecord line) {
    if (!isLoggable(line)) {
      return;
    }
    try {
      if (bytes > maxBytes) {
        out.close();
        setAside();
        open();
      }
      var text = getFormatter().format(line).getBytes(StandardCharsets.UTF_8);
      out.write(text);
      bytes += text.length;
    } catch (IOException e) {
      reportError("a line of the log is lost", e, ErrorManager.WRITE_FAILURE);
    }
  }

  private void setAside() throws IOException {
    for (int number = KEPT; number > 0; number--) {
      var from = number == 1 ? path : numbered(number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  @Override
  public void flush() {
    // Each line goes to the file at once.
  }

  @Override
  public synchronized void close() {
    try {
      out.close();
    } catch (IOException e) {
      reportError("the log could not be closed", e, ErrorManager.CLOSE_FAILURE);
    }
  }
}
