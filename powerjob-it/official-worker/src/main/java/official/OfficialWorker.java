package official;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.common.enums.Protocol;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.common.constants.StoreStrategy;

/**
 * Runs PowerJob's own worker until the process is ended. Arguments: application, servers with
 * commas between, port, and a tag.
 */
public final class OfficialWorker {
  private OfficialWorker() {}

  public static void main(String[] args) throws Exception {
    PowerJobWorkerConfig config = new PowerJobWorkerConfig();
    config.setAppName(args[0]);
    config.setServerAddress(new ArrayList<>(List.of(args[1].split(","))));
    config.setPort(Integer.parseInt(args[2]));
    config.setTag(args[3]);
    config.setProtocol(Protocol.HTTP);
    config.setStoreStrategy(StoreStrategy.MEMORY);
    new PowerJobWorker(config).init();
    System.out.println("OFFICIAL WORKER IS READY");
    Thread.currentThread().join();
  }
}
