package tech.powerjob.it.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;

/** The agent's jar as people start it, with a real server. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class AgentIT {
  private static final String APP = "agent";
  private static final String PASSWORD = "password-of-the-agent";
  private static final String PROCESSORS = "tech.powerjob.official.processors.impl.";

  @TempDir static Path folder;

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static AdminApi admin;
  private static long appId;
  private static PowerJobClient client;

  private AgentProcess agent;

  @BeforeAll
  static void startServer() {
    server = SHARED.process();
    admin = AdminApi.login(server);
    appId = admin.createApp(APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
  }

  @AfterAll
  static void stopServer() throws Exception {
    client.close();
  }

  @AfterEach
  void stopAgent() throws Exception {
    try (var stopping = agent) {
      stopping.terminate();
      stopping.exitCode();
    }
    awaitWorkers(0);
  }

  private static void awaitWorkers(int number) {
    await(number + " workers")
        .atMost(Duration.ofSeconds(60))
        .until(() -> admin.countWorkers(appId) == number);
  }

  private void startAgent(String name, String... arguments) throws Exception {
    var all = Arrays.copyOf(arguments, arguments.length + 4);
    System.arraycopy(new String[] {"-a", APP, "-s", server.address()}, 0, all, arguments.length, 4);
    agent =
        AgentProcess.start(
            name,
            folder.resolve("workspace"),
            Map.of("POWERJOB_WORKER_PASSWORD", PASSWORD, "POWERJOB_WORKER_TAG", name),
            all);
    awaitWorkers(1);
  }

  /** Makes a job for the agent with this tag and runs it once. */
  private static long run(String tag, String processor, String params) {
    return run(tag, processor, params, ExecuteType.STANDALONE);
  }

  private static long run(String tag, String processor, String params, ExecuteType type) {
    var job = Jobs.onDemand(tag, PROCESSORS + processor);
    job.setJobParams(params);
    job.setExecuteType(type);
    job.setDesignatedWorkers(tag);
    job.setInstanceRetryNum(0);
    var saved = client.saveJob(job);
    assertThat(saved.isSuccess()).as(saved.getMessage()).isTrue();
    return client.runJob(saved.getData(), null, 0).getData();
  }

  private static InstanceInfoDTO awaitStatus(long instanceId, InstanceStatus status) {
    await(status + " of " + instanceId)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> client.fetchInstanceStatus(instanceId).getData() == status.getV());
    return client.fetchInstanceInfo(instanceId).getData();
  }

  private static long processesWith(String argument) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().arguments().stream()
                    .flatMap(Arrays::stream)
                    .anyMatch(argument::equals))
        .count();
  }

  @Test
  void officialProcessors_runTheirJobs() throws Exception {
    startAgent("jobs", "--enable", "shell", "-o", "HTTP");
    var site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          var body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    site.start();
    try {
      var shell =
          awaitStatus(
              run("jobs", "script.ShellProcessor", "echo $((6 * 7)); env | grep -c PASSWORD"),
              InstanceStatus.FAILED);
      assertThat(shell.getResult()).isEqualTo("[EXIT]: 1;[INPUT]: 42\n0\n;[ERROR]: ");

      var http =
          awaitStatus(
              run(
                  "jobs",
                  "HttpProcessor",
                  "{\"url\":\"127.0.0.1:%d/\"}".formatted(site.getAddress().getPort())),
              InstanceStatus.SUCCEED);
      assertThat(http.getResult()).isEqualTo("code:200, body:hello");

      var python =
          awaitStatus(run("jobs", "script.PythonProcessor", "print(1)"), InstanceStatus.FAILED);
      assertThat(python.getResult()).contains("PythonProcessor is not enabled");
    } finally {
      site.stop(0);
    }
    assertThat(agent.output())
        .contains("switched on: [shell]", "-o: ")
        .doesNotContain(PASSWORD, "Exception");
  }

  @Test
  void verification_mapsAndReduces_andBroadcasts() throws Exception {
    startAgent("verifies");
    var params = "{\"mode\":\"MR\",\"batchNum\":2,\"batchSize\":5,\"subTaskSuccessRate\":1}";

    var reduced =
        awaitStatus(
            run("verifies", "VerificationProcessor", params, ExecuteType.MAP_REDUCE),
            InstanceStatus.SUCCEED);
    assertThat(reduced.getResult().split("tSuc:true")).hasSize(1 + 1 + 2 * 5);

    var broadcast =
        awaitStatus(
            run("verifies", "VerificationProcessor", "{}", ExecuteType.BROADCAST),
            InstanceStatus.SUCCEED);
    assertThat(broadcast.getResult()).isEqualTo("postProcess successfully!");

    // Not switched on, so its preparation fails.
    awaitStatus(
        run("verifies", "FileCleanupProcessor", "[]", ExecuteType.BROADCAST),
        InstanceStatus.FAILED);
  }

  @Test
  void stoppedInstance_endsItsScript() throws Exception {
    startAgent("stops", "--enable", "shell");
    var sign = "0.11" + System.nanoTime();
    long id = run("stops", "script.ShellProcessor", "sleep 600 %s & sleep 600".formatted(sign));
    await().atMost(Duration.ofSeconds(30)).until(() -> processesWith(sign) > 0);

    client.stopInstance(id);

    await().atMost(Duration.ofSeconds(20)).until(() -> processesWith(sign) == 0);
    awaitStatus(id, InstanceStatus.STOPPED);
  }

  @Test
  void termination_letsTheRunEnd_andItsResultArrives() throws Exception {
    startAgent("drains", "--enable", "shell");
    var started = folder.resolve("started");
    long id =
        run(
            "drains",
            "script.ShellProcessor",
            "touch %s; sleep 4; echo at last".formatted(started));
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(started));

    agent.terminate();

    assertThat(agent.exitCode()).as(agent.output()).isZero();
    var ended = awaitStatus(id, InstanceStatus.SUCCEED);
    assertThat(ended.getResult()).isEqualTo("[INPUT]: at last\n;[ERROR]: ");
    awaitWorkers(0);
  }

  @Test
  void terminationWithoutPatience_leavesNoProcessBehind() throws Exception {
    startAgent("hurries", "--enable", "shell", "--stop-timeout", "1");
    var sign = "0.12" + System.nanoTime();
    run(
        "hurries",
        "script.ShellProcessor",
        "trap '' TERM; (setsid sleep 600 %s &); sleep 600 %s".formatted(sign, sign));
    await().atMost(Duration.ofSeconds(30)).until(() -> processesWith(sign) >= 2);
    long begin = System.nanoTime();

    agent.terminate();

    assertThat(agent.exitCode()).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(processesWith(sign)).isZero();
  }

  @Test
  void wrongPassword_endsTheAgentWithItsReason() throws Exception {
    agent =
        AgentProcess.start(
            "refused",
            folder.resolve("workspace"),
            Map.of("POWERJOB_WORKER_PASSWORD", "wrong-password", "POWERJOB_WORKER_APP_NAME", APP),
            "-s",
            server.address());

    assertThat(agent.exitCode()).isEqualTo(1);
    assertThat(agent.output()).contains("powerjob-agent: ").doesNotContain("wrong-password");
  }
}
