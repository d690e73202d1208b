package tech.powerjob.it;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** Workers in the tests' own process. */
public final class Workers {
  private Workers() {}

  /** How one is set up; there is nothing special about it yet. */
  public static PowerJobWorkerConfig config(ServerProcess server, String app, String password) {
    return config(server.address(), app, password);
  }

  /**
   * As {@link #config(ServerProcess, String, String)}.
   *
   * @param address {@code host:port} of a server of any kind
   */
  public static PowerJobWorkerConfig config(String address, String app, String password) {
    var config = new PowerJobWorkerConfig();
    config.setAppName(app);
    config.setPassword(password);
    config.setServerAddress(new ArrayList<>(List.of(address)));
    return config;
  }

  /** One that runs; the caller destroys it. */
  public static PowerJobWorker start(PowerJobWorkerConfig config) throws Exception {
    var worker = new PowerJobWorker(config);
    worker.init();
    return worker;
  }

  /** One that runs, with nothing special about it; the caller destroys it. */
  public static PowerJobWorker start(ServerProcess server, String app, String password)
      throws Exception {
    return start(config(server, app, password));
  }
}
