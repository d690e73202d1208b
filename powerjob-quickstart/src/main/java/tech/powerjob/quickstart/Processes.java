package tech.powerjob.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts and stops the processes of the quickstart. Methods may be called by any thread. */
class Processes {
  private static final Duration WORKER_STOP = Duration.ofSeconds(15);
  private static final Duration SERVER_STOP = Duration.ofSeconds(30);

  private static final String LOG_FORMAT =
      "-Djava.util.logging.SimpleFormatter.format=%1$tF %1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

  private final Places places;
  private volatile ChildProcess server;
  private volatile ChildProcess worker;
  private volatile boolean stopping;

  Processes(Places places) {
    this.places = places;
  }

  /**
   * Starts the server.
   *
   * @param adminPassword what the first administrator gets, if this is the first start
   */
  void startServer(Optional<String> adminPassword) {
    server =
        ChildProcess.java(
            "server",
            places.serverLog(),
            List.of("-Xmx1g", "-jar", places.serverJar().toString()),
            adminPassword.map(text -> Map.of("POWERJOB_ADMIN_PASSWORD", text)).orElse(Map.of()));
  }

  void startWorker(Path memory) {
    worker =
        ChildProcess.java(
            "worker",
            places.workerLog(),
            List.of(
                "-Xmx256m",
                LOG_FORMAT,
                "-cp",
                System.getProperty("java.class.path"),
                QuickstartWorker.class.getName(),
                places.serverAddress(),
                memory.toString()),
            Map.of());
  }

  /**
   * Fails if a process that was started has ended.
   *
   * @throws QuickstartException with the last lines that it wrote
   */
  void requireAlive() {
    for (var process : new ChildProcess[] {server, worker}) {
      if (process != null && !stopping) {
        process.requireAlive();
      }
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** Stops the worker, then the server; takes no longer than 45 seconds. */
  void stop() {
    stopping = true;
    if (worker != null) {
      worker.stop(WORKER_STOP);
    }
    if (server != null) {
      server.stop(SERVER_STOP);
    }
  }

  boolean isAnythingRunning() {
    return (worker != null && worker.isAlive()) || (server != null && server.isAlive());
  }
}
