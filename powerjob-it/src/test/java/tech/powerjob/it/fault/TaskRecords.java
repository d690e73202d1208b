package tech.powerjob.it.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What tasks write down in a file of their process: what happened, a number, epoch milliseconds. A
 * write is in the operating system's hands when it returns, so a killed process leaves what it did.
 * All lines have one length, so that they can be counted without being read.
 */
final class TaskRecords {
  static final char ROOT = 'M';
  static final char EXECUTED = 'E';
  static final char REDUCING = 'R';

  private static final int LENGTH = "E 00012345 1700000000000\n".length();

  /** The file of this process; opened with the first line. */
  private static final class Out {
    static final FileChannel FILE = open();

    private static FileChannel open() {
      try {
        return FileChannel.open(
            Path.of(System.getProperty(RecordingProcessor.FILE)),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** One line. */
  record Line(char what, int number, long millis) {}

  private TaskRecords() {}

  static void write(char what, int number) throws IOException {
    var line = "%c %08d %013d\n".formatted(what, number, System.currentTimeMillis());
    Out.FILE.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Number of lines in files, those that are not there yet counting as empty. */
  static long count(Collection<Path> files) throws IOException {
    long bytes = 0;
    for (var file : files) {
      bytes += Files.exists(file) ? Files.size(file) : 0;
    }
    return bytes / LENGTH;
  }

  static List<Line> read(Path file) throws IOException {
    var lines = new ArrayList<Line>();
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        var parts = line.split(" ");
        lines.add(new Line(line.charAt(0), Integer.parseInt(parts[1]), Long.parseLong(parts[2])));
      }
    }
    return lines;
  }
}
