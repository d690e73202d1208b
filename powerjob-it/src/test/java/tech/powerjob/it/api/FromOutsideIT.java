package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** One server with one worker, as strangers and as users with bad input meet them. */
class FromOutsideIT {
  private static final String APP = "outside";
  private static final String PASSWORD = "password-of-outside";

  @TempDir static Path folder;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;

  /** Returns its parameters. */
  public static final class Echo implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      return new ProcessResult(true, context.getJobParams() + "/" + context.getInstanceParams());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = ServerProcess.in(folder).thatLastsLong().withJvmOption("-Xmx1g").start();
    AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    worker.destroy();
    assertThat(server.stop()).as("exit code after SIGTERM").isIn(0, 143);
  }

  private static SaveJobInfoRequest job(String name) {
    var job = Jobs.onDemand(name, Echo.class);
    job.setJobParams("static");
    return job;
  }

  private static InstanceInfoDTO awaitEnd(long instanceId) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                InstanceStatus.FINISHED_STATUS.contains(
                    client.fetchInstanceStatus(instanceId).getData()));
    return client.fetchInstanceInfo(instanceId).getData();
  }

  @Test
  void run_getsBothParametersAndSucceeds() {
    long id = client.saveJob(job("echo")).getData();
    var instance = awaitEnd(client.runJob(id, "of this run", 0).getData());
    assertThat(instance.getStatus()).isEqualTo(InstanceStatus.SUCCEED.getV());
    assertThat(instance.getResult()).isEqualTo("static/of this run");
    assertThat(instance.getRunningTimes()).isEqualTo(1);
  }

  @Test
  void delayedRun_startsWhenItIsTimeAndCanBeCancelledBefore() {
    long id = client.saveJob(job("delayed")).getData();
    var run = awaitEnd(client.runJob(id, null, 1_500).getData());
    assertThat(run.getActualTriggerTime() - run.getExpectedTriggerTime()).isBetween(0L, 500L);
    long later = client.runJob(id, null, 60_000).getData();
    assertThat(client.cancelInstance(later).isSuccess()).isTrue();
    assertThat(client.fetchInstanceStatus(later).getData())
        .isEqualTo(InstanceStatus.CANCELED.getV());
    assertThat(client.stopInstance(later).getMessage()).contains("can't stop finished instance!");
  }

  @Test
  void missingProcessor_failsWithAReasonThatAPersonUnderstands() {
    var job = job("missing");
    job.setProcessorInfo("no.such.Processor");
    long id = client.saveJob(job).getData();
    var instance = awaitEnd(client.runJob(id, null, 0).getData());
    assertThat(instance.getStatus()).isEqualTo(InstanceStatus.FAILED.getV());
    assertThat(instance.getResult()).contains("no.such.Processor", "was not found");
  }

  static Stream<Arguments> badJobs() {
    return Stream.of(
        bad("Value 61 not in range [0, 59]", job -> cron(job, "61 * * * * ?")),
        bad("contains 1 parts but we expect one of [6, 7]", job -> cron(job, "nonsense")),
        bad("time expression is out of date", job -> cron(job, "0 0 0 1 1 ? 2020")),
        bad("jobName can't be empty", job -> job.setJobName("")),
        bad("jobName has 300 characters", job -> job.setJobName("x".repeat(300))),
        bad("jobParams has 500001 characters", job -> job.setJobParams("x".repeat(500_001))));
  }

  private static Arguments bad(String message, Consumer<SaveJobInfoRequest> spoil) {
    return Arguments.of(message, spoil);
  }

  private static void cron(SaveJobInfoRequest job, String expression) {
    job.setTimeExpressionType(TimeExpressionType.CRON);
    job.setTimeExpression(expression);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badJobs")
  void badJob_isRefusedAndNothingIsSaved(String message, Consumer<SaveJobInfoRequest> spoil) {
    int before = client.fetchAllJob().getData().size();
    var job = job("bad");
    spoil.accept(job);
    var answer = client.saveJob(job);
    assertThat(answer.isSuccess()).isFalse();
    assertThat(answer.getMessage()).contains(message);
    assertThat(client.fetchAllJob().getData()).hasSize(before);
  }

  @Test
  void parametersTooLong_areRefusedAndNothingRuns() {
    long id = client.saveJob(job("long")).getData();
    var answer = client.runJob(id, "x".repeat(500_001), 0);
    assertThat(answer.isSuccess()).isFalse();
    assertThat(answer.getMessage())
        .contains("instanceParams has 500001 characters but may have at most 500000");
  }

  @Test
  void unknownApplicationOrWrongPassword_getsNoToken() {
    assertThatThrownBy(() -> new PowerJobClient(server.address(), "nobody", PASSWORD).close())
        .hasMessageContaining("INVALID_APP:nobody");
    assertThatThrownBy(() -> new PowerJobClient(server.address(), APP, "wrong").close())
        .hasMessageContaining("INCORRECT_PASSWORD");
  }

  @Test
  void workerWithWrongPassword_isToldSo() {
    assertThatThrownBy(() -> Workers.start(server, APP, "wrong"))
        .hasMessageContaining("INCORRECT_PASSWORD");
  }

  @Test
  void onlyTheDeclaredPortsAreOpenAndOnlyOnLoopback() throws IOException {
    assertThat(Listeners.of(server.pid()))
        .containsExactlyInAnyOrder("loopback:" + server.httpPort(), "loopback:" + server.jmsPort());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/openapi",
        "/openapi/ui",
        "/openapi/ui/ui.js",
        "/openApi",
        "/api/v1/worker-connection",
        "/api/v1/jobs/1/ledger-audit",
        "/api/v1/instances/1/progress",
        "/api/v1/instances/1/tasks",
        "/job/run?jobId=1&appId=1",
        "/instance/log?appId=1&instanceId=1",
        "/system/listWorker?appId=1",
        "/jobs.xhtml",
        "/instances.xhtml",
        "/live",
        "/WEB-INF/web.xml",
        "/nothing/here"
      })
  void stranger_getsNothing(String path) throws Exception {
    var answer = get(path);
    boolean refused =
        answer.statusCode() >= 400
            || (answer.statusCode() == 302
                && answer.headers().firstValue("Location").orElse("").contains("login.xhtml"))
            || answer.body().contains("\"success\":false");
    assertThat(refused).as("%s: %d %s", path, answer.statusCode(), answer.body()).isTrue();
    assertThat(answer.body()).doesNotContain("\tat ", "Exception:");
  }

  @ParameterizedTest
  @CsvSource({
    "/saveJob, application/json",
    "/queryInstance, application/json",
    "/runJob, application/x-www-form-urlencoded",
    "/fetchAllJob, application/x-www-form-urlencoded",
    "/stopInstance, application/x-www-form-urlencoded"
  })
  void openApiWithoutToken_isRefusedWithPowerJobsHeader(String path, String type) throws Exception {
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(server.url("/openApi" + path)))
                .POST(HttpRequest.BodyPublishers.ofString(type.endsWith("json") ? "{}" : "appId=1"))
                .header("Content-Type", type)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue(OpenAPIConstant.RESPONSE_HEADER_AUTH_STATUS))
        .contains("false");
    assertThat(answer.body()).contains("\"success\":false", "-300");
  }

  @Test
  void health_isOpenAndSaysWhatItLooksAt() throws Exception {
    var answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"status\":\"UP\"", "database", "broker");
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(server.url(path))).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
