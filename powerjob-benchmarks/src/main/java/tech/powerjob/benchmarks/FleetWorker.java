package tech.powerjob.benchmarks;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/**
 * Workers in a process of their own: application, password, address of the server, first port to be
 * shown, number of workers. Ends when its standard input does, and so with whoever started it.
 */
public final class FleetWorker {
  private FleetWorker() {}

  public static void main(String[] args) throws Exception {
    int firstPort = Integer.parseInt(args[3]);
    int count = Integer.parseInt(args[4]);
    for (int i = 0; i < count; i++) {
      var config = new PowerJobWorkerConfig();
      config.setAppName(args[0]);
      config.setPassword(args[1]);
      config.setServerAddress(new ArrayList<>(List.of(args[2])));
      config.setPort(firstPort + i);
      new PowerJobWorker(config).init();
    }
    while (System.in.read() >= 0) {
      // Nothing is ever written; this waits for the end.
    }
    System.exit(0);
  }
}
