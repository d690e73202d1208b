package tech.powerjob.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;

/**
 * From nothing to running jobs: starts server and worker, makes the application and two jobs
 * through the public API, and shows how their instances end, until Ctrl-C or until {@code --once}
 * has seen enough.
 */
public final class Quickstart {
  /** System property: whether output goes to a real terminal. */
  private static final String LIVE = "powerjob.quickstart.live";

  private static final Duration SERVER_START = Duration.ofMinutes(3);
  private static final Duration WORKER_START = Duration.ofSeconds(60);
  private static final Duration ONCE_DEADLINE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(250);

  private final Places places;
  private final Terminal terminal;
  private final Processes processes;
  private final Optional<String> adminPassword;
  private final boolean once;
  private final Instant begun = Instant.now();

  Quickstart(
      Places places,
      Terminal terminal,
      Processes processes,
      Optional<String> adminPassword,
      boolean once) {
    this.places = places;
    this.terminal = terminal;
    this.processes = processes;
    this.adminPassword = adminPassword;
    this.once = once;
  }

  /** Runs the quickstart and exits with 0, or with 1 after a line that says why. */
  public static void main(String[] args) {
    var settings = Settings.ofProcess();
    var terminal = Terminal.ofProcess(settings.flag(LIVE, false));
    try {
      boolean once = isOnce(List.of(args));
      run(Places.of(settings), terminal, settings.adminPassword(), once);
      System.exit(0);
    } catch (QuickstartException | PowerJobException | IllegalArgumentException e) {
      fail(terminal, e.getMessage());
    } catch (InterruptedException e) {
      fail(terminal, "interrupted");
    }
  }

  private static void run(
      Places places, Terminal terminal, Optional<String> adminPassword, boolean once)
      throws InterruptedException {
    var processes = new Processes(places);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(processes, places, terminal), "stop"));
    if (once) {
      watchDeadline(terminal);
    }
    try {
      new Quickstart(places, terminal, processes, adminPassword, once).run();
    } catch (QuickstartException | PowerJobException e) {
      if (processes.isStopping()) {
        // Ctrl-C took the server away; the one who pressed it knows why, and the JVM ends soon.
        Thread.sleep(Long.MAX_VALUE);
      }
      throw e;
    }
  }

  private static boolean isOnce(List<String> args) {
    if (args.isEmpty()) {
      return false;
    }
    if (args.equals(List.of("--once"))) {
      return true;
    }
    throw new QuickstartException(
        "unknown arguments %s; there is only --once".formatted(String.join(" ", args)));
  }

  private static void fail(Terminal terminal, String reason) {
    terminal.status("");
    terminal.line("");
    terminal.line(terminal.styled(Terminal.Style.BAD, "Failed: ") + reason);
    System.exit(1);
  }

  /** Whatever hangs, {@code --once} comes to an end. */
  private static void watchDeadline(Terminal terminal) {
    var thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(ONCE_DEADLINE.plusSeconds(10).toMillis());
                fail(terminal, "not done after %d minutes".formatted(ONCE_DEADLINE.toMinutes()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "deadline");
    thread.setDaemon(true);
    thread.start();
  }

  private static void stop(Processes processes, Places places, Terminal terminal) {
    if (!processes.isAnythingRunning()) {
      processes.stop();
      return;
    }
    terminal.status("");
    terminal.line("");
    terminal.line("Stopping worker and server ...");
    processes.stop();
    terminal.line("Stopped. The data stays in " + Administrator.shown(places.dataDir()));
  }

  /**
   * Does it all; returns when {@code --once} has seen enough, otherwise never.
   *
   * @throws QuickstartException if something does not work
   */
  void run() throws InterruptedException {
    var console = new ConsoleApi(places.serverUrl());
    startServer(console);
    var administrator = Administrator.logIn(console, adminPassword, places.initialPassword());
    var memory = new Memory(places.memory());
    try (var client = new SampleApp(places, console, administrator, memory).open()) {
      startWorker(console, administrator);
      var jobs = new SampleJobs(client);
      var cron = jobs.cron();
      var api = jobs.api();
      tellWhereThingsAre(administrator, cron, api);
      var feed =
          new InstanceFeed(client, console, administrator.loggedIn(), Instant.now().minusMillis(1));
      var goal = new Goal(cron, jobs.run(api, "you"));
      requirePossible(cron);
      show(feed, goal);
    }
  }

  private void startServer(ConsoleApi console) throws InterruptedException {
    processes.startServer(FirstPassword.of(places, adminPassword));
    await("server", SERVER_START, places.serverLog(), console::isReady);
  }

  private void startWorker(ConsoleApi console, Administrator administrator)
      throws InterruptedException {
    processes.startWorker(places.memory());
    if (!administrator.loggedIn()) {
      terminal.fact("Worker", "started");
      return;
    }
    long appId;
    try {
      appId = console.findApp(Memory.APP).orElseThrow();
    } catch (ConsoleApi.RefusedException e) {
      throw new QuickstartException("the application cannot be read: " + e.getMessage(), e);
    }
    await("worker", WORKER_START, places.workerLog(), () -> hasWorker(console, appId));
  }

  private static boolean hasWorker(ConsoleApi console, long appId) {
    try {
      return console.workers(appId) > 0;
    } catch (ConsoleApi.RefusedException e) {
      throw new QuickstartException("the workers cannot be read: " + e.getMessage(), e);
    }
  }

  private void await(String name, Duration patience, Path log, BooleanSupplier ready)
      throws InterruptedException {
    var title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    long start = System.nanoTime();
    while (!ready.getAsBoolean()) {
      processes.requireAlive();
      var waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(patience) > 0) {
        throw new QuickstartException(
            "the %s is not ready after %d s; see %s".formatted(name, patience.toSeconds(), log));
      }
      terminal.status("%-12sstarting, %d s".formatted(title, waited.toSeconds()));
      Thread.sleep(POLL.toMillis());
    }
    terminal.status("");
    double seconds = (System.nanoTime() - start) / 1e9;
    terminal.fact(title, String.format(Locale.ROOT, "ready after %.1f s", seconds));
  }

  private void tellWhereThingsAre(
      Administrator administrator, SampleJobs.Job cron, SampleJobs.Job api) {
    terminal.fact(
        "Jobs",
        "%s (%s), %s (run once now)"
            .formatted(
                cron.name(), cron.enabled() ? "every 5 seconds" : "switched off", api.name()));
    terminal.line("");
    terminal.fact("Console", terminal.styled(Terminal.Style.BOLD, places.serverUrl() + "/"));
    terminal.fact("User", Administrator.NAME);
    terminal.fact("Password", administrator.hint());
    terminal.fact("Data, logs", Administrator.shown(places.dataDir()).toString());
    terminal.line("");
    if (!administrator.loggedIn()) {
      terminal.line("Log lines are shown in the console only.");
      terminal.line("");
    }
  }

  private void requirePossible(SampleJobs.Job cron) {
    if (once && !cron.enabled()) {
      throw new QuickstartException(
          "job %s is switched off, so it will not fire; switch it on in the console"
              .formatted(cron.name()));
    }
  }

  private void show(InstanceFeed feed, Goal goal) throws InterruptedException {
    var report = new Report(terminal, ZoneId.systemDefault());
    while (true) {
      for (var ended : next(feed, report)) {
        report.show(ended);
        if (once) {
          goal.saw(ended);
        }
      }
      if (once && goal.isReached()) {
        terminal.status("");
        terminal.line("");
        terminal.line("One CRON instance and one API instance have succeeded.");
        return;
      }
      if (once && Duration.between(begun, Instant.now()).compareTo(ONCE_DEADLINE) > 0) {
        throw new QuickstartException(
            "%s within %d minutes".formatted(goal.missing(), ONCE_DEADLINE.toMinutes()));
      }
      processes.requireAlive();
      Thread.sleep(POLL.toMillis());
    }
  }

  /** What ended. A server that does not answer once may do so next time, as long as it lives. */
  private List<Ended> next(InstanceFeed feed, Report report) throws InterruptedException {
    try {
      return feed.next(report.isDetailed());
    } catch (PowerJobException e) {
      processes.requireAlive();
      if (!processes.isStopping()) {
        terminal.status("The server does not answer: " + e.getMessage());
      }
      return List.of();
    }
  }
}
