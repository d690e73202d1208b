package tech.powerjob.it;

import java.util.List;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** Workers in the tests' own process. */
public final class Workers {
  private Workers() {}

  /** One that runs, with nothing special about it; the caller destroys it. */
  public static PowerJobWorker start(ServerProcess server, String app, String password)
      throws Exception {
    var config = new PowerJobWorkerConfig();
    config.setAppName(app);
    config.setPassword(password);
    config.setServerAddress(List.of(server.address()));
    var worker = new PowerJobWorker(config);
    worker.init();
    return worker;
  }
}
