package tech.powerjob.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.LogType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/** A server in its own process, one application, and a worker in this process. */
final class Bed implements AutoCloseable {
  private static final String APP = "bench";
  private static final String PASSWORD = "password-of-the-benchmarks";

  private final ServerProcess server;
  private final PowerJobWorker worker;
  private final long appId;

  private Bed(ServerProcess server, PowerJobWorker worker, long appId) {
    this.server = server;
    this.worker = worker;
    this.appId = appId;
  }

  static Bed start(Path folder) throws Exception {
    var server = server(folder).start();
    long appId = AdminApi.login(server).createApp(APP, PASSWORD);
    var config = new PowerJobWorkerConfig();
    config.setAppName(APP);
    config.setPassword(PASSWORD);
    config.setServerAddress(new ArrayList<>(List.of(server.address())));
    var worker = new PowerJobWorker(config);
    worker.init();
    return new Bed(server, worker, appId);
  }

  /** A server like that of the quickstart, not started yet. */
  static ServerProcess server(Path folder) {
    return ServerProcess.in(folder).withJvmOption("-Xmx1g");
  }

  PowerJobClient client() {
    return new PowerJobClient(server.address(), APP, PASSWORD);
  }

  /** Saves a job of the measuring processor, without online log. */
  long save(PowerJobClient client, String name, TimeExpressionType type, String expression) {
    var job = new SaveJobInfoRequest();
    job.setAppId(appId);
    job.setJobName(name);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(MeasuringProcessor.class.getName());
    job.setLogConfig(new LogConfig().setType(LogType.NULL.getV()));
    return require(client.saveJob(job));
  }

  static <T> T require(tech.powerjob.common.response.ResultDTO<T> result) {
    if (!result.isSuccess()) {
      throw new IllegalStateException(result.getMessage());
    }
    return result.getData();
  }

  @Override
  public void close() throws Exception {
    worker.destroy();
    server.stop();
  }
}
