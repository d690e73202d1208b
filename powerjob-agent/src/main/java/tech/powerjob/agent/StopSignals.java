package tech.powerjob.agent;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * Turns SIGTERM, Ctrl-C and the end of the terminal into an orderly stop. Shutdown hooks would all
 * run at once, and end scripts for which the worker still waits.
 */
final class StopSignals {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private StopSignals() {}

  /** At the first signal, stops in a thread of its own, which then ends the process with 0. */
  static void handle(Runnable stop) {
    var stopping = new AtomicBoolean();
    for (var name : NAMES) {
      try {
        Signal.handle(
            new Signal(name),
            signal -> {
              if (stopping.compareAndSet(false, true)) {
                new Thread(() -> stopAndExit(stop), "powerjob-stop").start();
              }
            });
      } catch (IllegalArgumentException e) {
        // Not a signal of this system, or the process was told to leave it alone (nohup).
      }
    }
  }

  private static void stopAndExit(Runnable stop) {
    try {
      stop.run();
    } finally {
      System.exit(0);
    }
  }
}
