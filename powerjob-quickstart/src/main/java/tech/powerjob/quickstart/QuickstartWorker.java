package tech.powerjob.quickstart;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/**
 * The worker of the quickstart, in a process of its own: waits for the server, runs what it is
 * told, and drains when it is asked to stop.
 */
public final class QuickstartWorker {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private QuickstartWorker() {}

  /**
   * Starts the worker.
   *
   * @param args address of the server, and the file with the application's password
   */
  public static void main(String[] args) throws Exception {
    var config = new PowerJobWorkerConfig();
    config.setAppName(Memory.APP);
    config.setPassword(new Memory(Path.of(args[1])).appPassword().orElseThrow());
    config.setServerAddress(List.of(args[0]));
    config.setAllowLazyConnectServer(true);
    config.setStopTimeout(STOP_TIMEOUT);
    var worker = new PowerJobWorker(config);
    worker.init();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker), "stop"));
  }

  private static void stop(PowerJobWorker worker) {
    try {
      worker.destroy();
    } catch (Exception e) {
      System.err.println("the worker did not stop cleanly: " + e);
    }
  }
}
