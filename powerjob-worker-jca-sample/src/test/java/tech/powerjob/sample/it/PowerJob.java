package tech.powerjob.sample.it;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;

/** A server for the sample, where the adapter is told to look for it. */
final class PowerJob implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String APP = "orders";
  private static final String PASSWORD = "password-of-orders";

  private final ServerProcess server;
  private final PowerJobClient client;
  private final AdminApi admin;
  private final long app;

  private PowerJob(ServerProcess server) {
    this.server = server;
    admin = AdminApi.login(server);
    app = admin.createApp(APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
  }

  static PowerJob start(Path dataDir) {
    int http = Integer.getInteger("powerjob.it.server.http.port");
    int jms = Integer.getInteger("powerjob.it.server.jms.port");
    return new PowerJob(ServerProcess.in(dataDir, http, jms).withJvmOption("-Xmx1g").start());
  }

  ServerProcess server() {
    return server;
  }

  void awaitWorker() {
    await().atMost(PATIENCE).until(() -> admin.countWorkers(app) >= 1);
  }

  /** Makes a job that a bean of the sample runs. */
  long job(String processorName, ExecuteType type) {
    var job = new SaveJobInfoRequest();
    job.setJobName(processorName);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setExecuteType(type);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo(processorName);
    job.setOptions(new JobOptions().setWorkerWait(Duration.ofMinutes(2).toMillis()));
    return client.saveJob(job).getData();
  }

  long run(long job, String params) {
    return client.runJob(job, params, 0).getData();
  }

  InstanceInfoDTO awaitEnd(long instance) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                InstanceStatus.FINISHED_STATUS.contains(
                    client.fetchInstanceStatus(instance).getData()));
    return client.fetchInstanceInfo(instance).getData();
  }

  /** The instances that a submission has become. */
  List<InstanceInfoDTO> ofSubmission(String key) {
    var query = new InstancePageQuery();
    query.setOuterKeyEq(key);
    return client.queryInstanceInfo(query).getData().getData();
  }

  List<InstanceInfoDTO> ofJob(long job) {
    var query = new InstancePageQuery();
    query.setJobIdEq(job);
    return client.queryInstanceInfo(query).getData().getData();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
