package tech.powerjob.it.fault;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** A worker in a process of its own: application, password, addresses of servers, port shown. */
public final class RecordingWorker {
  private RecordingWorker() {}

  public static void main(String[] args) throws Exception {
    var config = new PowerJobWorkerConfig();
    config.setAppName(args[0]);
    config.setPassword(args[1]);
    config.setServerAddress(List.of(args[2].split(",")));
    config.setPort(Integer.parseInt(args[3]));
    config.setAllowLazyConnectServer(true);
    var worker = new PowerJobWorker(config);
    worker.init();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    worker.destroy();
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }));
    new CountDownLatch(1).await();
  }
}
