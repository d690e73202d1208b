package tech.powerjob.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import tech.powerjob.config.Settings;

/** {@code java -jar powerjob.jar}: a whole server in one process, until SIGTERM or Ctrl-C. */
public final class Launcher {
  private Launcher() {}

  /**
   * Starts a server, without arguments: all is settings, see {@link Settings}. Exits with 1 if it
   * cannot start. With {@code adopt} as the first argument it is a {@link Tool} instead.
   */
  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(Tool.run(List.of(args)));
    }
    long startedNanos = System.nanoTime();
    System.setProperty("java.util.logging.manager", LateLogManager.class.getName());
    try {
      var settings = Settings.ofProcess();
      var data = StartConditions.check(settings);
      pin(settings, data);
      ServerLog.open(data.logs());
      start(settings, data, startedNanos);
    } catch (StartRefusedException | IllegalArgumentException e) {
      refuse(e.getMessage());
    } catch (IOException | RuntimeException e) {
      Logger.getLogger(Launcher.class.getName()).log(Level.SEVERE, "the start failed", e);
      refuse(e.toString());
    }
  }

  private static void start(Settings settings, DataFolder data, long startedNanos)
      throws IOException {
    var log = Logger.getLogger(Launcher.class.getName());
    log.info("PowerJob starts, its data is in " + data.root());
    var booted = new AtomicReference<PayaraServer>();
    StopSignals.handle(
        () -> {
          log.info("PowerJob stops");
          // Before that there is nothing to put in order.
          Optional.ofNullable(booted.get()).ifPresent(PayaraServer::stop);
        });
    var server = PayaraServer.boot(settings, data);
    booted.set(server);
    server.deploy("powerjob-broker", "powerjob-broker.rar");
    server.deploy("powerjob", "powerjob.war");
    var seconds = Duration.ofNanos(System.nanoTime() - startedNanos).toMillis() / 1000.0;
    log.info(
        "PowerJob is ready at http://%s:%d/ after %.1f s; workers connect to %s:%d"
            .formatted(
                settings.httpHost(),
                settings.httpPort(),
                seconds,
                settings.jmsHost(),
                settings.jmsPort()));
  }

  /** Ends the process without the platform's farewell, which would bury the reason. */
  private static void refuse(String reason) {
    System.err.println("PowerJob does not start: " + reason);
    System.err.flush();
    Runtime.getRuntime().halt(1);
  }

  /** The broker and the application read the same values, whatever their working folder is. */
  private static void pin(Settings settings, DataFolder data) {
    System.setProperty("powerjob.data-dir", data.root().toString());
    System.setProperty("powerjob.http.host", settings.httpHost());
    System.setProperty("powerjob.http.port", Integer.toString(settings.httpPort()));
    System.setProperty("powerjob.jms.host", settings.jmsHost());
    System.setProperty("powerjob.jms.port", Integer.toString(settings.jmsPort()));
    // Here the broker is a module of its own; in an EAR it goes by the name of the application too.
    System.setProperty("powerjob.broker.adapter", "powerjob-broker");
  }
}
