package official;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Notes what ran in a file that all workers of a test share, a line for each. */
final class Runs {
  private static final Path FILE = Path.of(System.getProperty("official.runs"));

  private Runs() {}

  static synchronized void note(String what, Object instanceId) {
    try {
      Files.writeString(
          FILE,
          what + " " + instanceId + " " + ProcessHandle.current().pid() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What ends at once may be forgotten by the worker's own coordinator. */
  static void linger() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
