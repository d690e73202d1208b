package tech.powerjob.it.httpworker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.AppApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;
import tech.powerjob.it.db.DatabaseKind;
import tech.powerjob.it.db.DatabaseServer;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.extension.processor.ProcessorFactory;

/**
 * Two servers, two of PowerJob's own workers, and one of ours beside them, all of one application.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MixedWorkersIT {
  private static final String APP = "mixed";
  private static final String PASSWORD = "password-of-mixed";

  @TempDir static Path folder;

  private static final List<ServerProcess> SERVERS = new ArrayList<>();
  private static final List<OfficialWorkerProcess> OFFICIAL = new ArrayList<>();
  private static DatabaseServer database;
  private static PowerJobWorker ours;
  private static long appId;
  private static Path runs;

  /** Runs whatever PowerJob's workers run, and says that it was here. */
  private static final class Here implements ProcessorFactory {
    @Override
    public Set<String> supportTypes() {
      return Set.of(ProcessorType.BUILT_IN.name());
    }

    @Override
    public ProcessorBean build(ProcessorDefinition definition) {
      BasicProcessor here = context -> new ProcessResult(true, "over JMS");
      return new ProcessorBean().setProcessor(here).setClassLoader(Here.class.getClassLoader());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    runs = Files.createFile(folder.resolve("runs"));
    database = DatabaseServer.start(DatabaseKind.POSTGRESQL, folder);
    var url = database.newDatabase();
    for (int i = 0; i < 2; i++) {
      SERVERS.add(
          ServerProcess.in(folder.resolve("server" + i))
              .with("POWERJOB_DB_URL", url)
              .with("POWERJOB_DB_USER", DatabaseServer.USER)
              .with("POWERJOB_DB_PASSWORD", DatabaseServer.PASSWORD)
              .with("POWERJOB_HTTP_WORKERS_ALLOW", "127.0.0.0/8")
              .withJvmOption("-Xmx512m")
              .withJvmOption("-XX:TieredStopAtLevel=1"));
    }
    SERVERS.get(0).start();
    SERVERS.get(1).launch();
    appId = AdminApi.login(SERVERS.get(0)).createApp(APP, PASSWORD);
    // PowerJob's worker does not start when a server answers that is not ready.
    SERVERS.get(1).awaitReady();
    var addresses = SERVERS.get(0).address() + "," + SERVERS.get(1).address();
    OFFICIAL.add(OfficialWorkerProcess.start(APP, SERVERS.get(0).address(), "one", runs));
    OFFICIAL.add(OfficialWorkerProcess.start(APP, addresses, "both", runs));
    var config = Workers.config(SERVERS.get(1), APP, PASSWORD);
    config.setPort(OfficialWorkerProcess.freePort());
    config.setProcessorFactoryList(List.of(new Here()));
    // On a busy machine the first answer may take longer than a worker waits.
    config.setAllowLazyConnectServer(true);
    ours = Workers.start(config);
    for (var server : SERVERS) {
      var admin = AdminApi.login(server);
      await("workers at " + server.address())
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.countWorkers(appId) == 3);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    ours.destroy();
    OFFICIAL.forEach(OfficialWorkerProcess::close);
    SERVERS.forEach(ServerProcess::close);
    database.close();
  }

  private static SaveJobInfoRequest job(ExecuteType type, String processor) {
    var job = Jobs.onDemand(processor, "official." + processor);
    job.setExecuteType(type);
    job.setJobParams("mixed");
    return job;
  }

  private static InstanceInfoDTO awaitSuccess(PowerJobClient client, long id) {
    await("end of " + id)
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                InstanceStatus.FINISHED_STATUS.contains(client.fetchInstanceStatus(id).getData()));
    var ended = client.fetchInstanceInfo(id).getData();
    assertThat(ended.getStatus()).as(ended.getResult()).isEqualTo(InstanceStatus.SUCCEED.getV());
    return ended;
  }

  private static long noted(String what, long id) throws IOException {
    return Files.readAllLines(runs).stream()
        .filter(line -> line.startsWith(what + " " + id + " "))
        .count();
  }

  @Test
  @Order(1)
  void workersOfBothKinds_shareRunsButNoRun() throws Exception {
    // Asked of the server that one of the workers over HTTP has never talked to.
    try (var client = new PowerJobClient(SERVERS.get(1).address(), APP, PASSWORD)) {
      var anywhere = job(ExecuteType.STANDALONE, "EchoProcessor");
      anywhere.setDispatchStrategy(DispatchStrategy.RANDOM);
      long echo = save(client, anywhere);
      var ids = new ArrayList<Long>();
      for (int i = 0; i < 40; i++) {
        ids.add(client.runJob(echo, null, 0).getData());
      }
      var addresses = new HashSet<String>();
      for (long id : ids) {
        var ended = awaitSuccess(client, id);
        addresses.add(ended.getTaskTrackerAddress());
        boolean overJms = "over JMS".equals(ended.getResult());
        assertThat(noted("echo", id)).isEqualTo(overJms ? 0 : 1);
      }
      assertThat(addresses).hasSize(3);

      long everywhere =
          client
              .runJob(save(client, job(ExecuteType.BROADCAST, "EverywhereProcessor")), null, 0)
              .getData();
      assertThat(awaitSuccess(client, everywhere).getResult()).isEqualTo("succeed:3, failed:0");
      assertThat(noted("everywhere", everywhere)).isEqualTo(2);
      assertThat(
              AppApi.login(SERVERS.get(1), APP, PASSWORD)
                  .get("/api/v1/instances/" + everywhere + "/explanation")
                  .toString())
          .contains("ONE_PROTOCOL", "speaks JMS");
    }
  }

  /** The last one, because afterwards a server is missing. */
  @Test
  @Order(2)
  void serverKilled_itsWorkersGoOnWithTheOther() throws Exception {
    SERVERS.get(0).kill();
    try (var client = new PowerJobClient(SERVERS.get(1).address(), APP, PASSWORD)) {
      var job = job(ExecuteType.STANDALONE, "EchoProcessor");
      job.setDesignatedWorkers("both");
      long echo = save(client, job);
      var ids = new ArrayList<Long>();
      for (int i = 0; i < 5; i++) {
        ids.add(client.runJob(echo, null, 0).getData());
      }
      for (long id : ids) {
        assertThat(awaitSuccess(client, id).getTaskTrackerAddress())
            .isEqualTo(OFFICIAL.get(1).address());
        assertThat(noted("echo", id)).isOne();
      }
    }
  }

  private static long save(PowerJobClient client, SaveJobInfoRequest job) {
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return saved.getData();
  }
}
