package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Calls.Answer;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** Every kind of schedule, calendars, pauses, backfills and explanations, on one server. */
class SchedulesIT {
  private static final String APP = "schedules";
  private static final String PASSWORD = "password-of-schedules";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobWorker worker;
  private static PowerJobClient client;
  private static long appId;
  private static Calls calls;

  /** Takes as many milliseconds as its parameters say. */
  public static final class Sleeper implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws Exception {
      Thread.sleep(Long.parseLong(context.getJobParams()));
      return new ProcessResult(true, "slept");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp(APP, PASSWORD);
    worker = Workers.start(server, APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
    calls = Calls.asApp(server, APP, PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    worker.destroy();
  }

  private static SaveJobInfoRequest job(String name, TimeExpressionType type, String expression) {
    var job = Jobs.onDemand(name, Sleeper.class);
    job.setJobParams("0");
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    return job;
  }

  private static long save(SaveJobInfoRequest job) {
    var answer = client.saveJob(job);
    assertThat(answer.isSuccess()).as(answer.getMessage()).isTrue();
    return answer.getData();
  }

  private static Answer call(String method, String path, Object body) {
    return calls.call(method, "/api/v1" + path, body);
  }

  /** Finished instances of a job, in the order of their expected times. */
  private static List<InstanceInfoDTO> finished(long jobId) {
    return all(jobId).stream()
        .filter(each -> InstanceStatus.FINISHED_STATUS.contains(each.getStatus()))
        .toList();
  }

  private static List<InstanceInfoDTO> all(long jobId) {
    var query = new InstancePageQuery();
    query.setAppIdEq(appId);
    query.setJobIdEq(jobId);
    query.setPageSize(100);
    return client.queryInstanceInfo(query).getData().getData().stream()
        .sorted((a, b) -> Long.compare(a.getExpectedTriggerTime(), b.getExpectedTriggerTime()))
        .toList();
  }

  private static List<InstanceInfoDTO> awaitFinished(long jobId, int count) {
    await().atMost(PATIENCE).until(() -> finished(jobId).size() >= count);
    return finished(jobId);
  }

  private static void assertAudited(long jobId) throws Exception {
    var audit = call("GET", "/jobs/" + jobId + "/ledger-audit", null).data();
    assertThat(audit.get("missed")).as(audit.toString()).isEmpty();
    assertThat(audit.get("unexpected")).as(audit.toString()).isEmpty();
    assertThat(audit.get("expected").asLong()).isPositive();
  }

  @Test
  void fixedRate_keepsItsGridAndTakesANewIntervalAtOnce() throws Exception {
    var job = job("rate", TimeExpressionType.FIXED_RATE, "200");
    long id = save(job);
    awaitFinished(id, 10);
    var runs = all(id);
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).getExpectedTriggerTime() - runs.get(i - 1).getExpectedTriggerTime())
          .isEqualTo(200);
    }
    assertAudited(id);
    job.setId(id);
    job.setTimeExpression("60000");
    save(job);
    var next = client.fetchJob(id).getData().getNextTriggerTime();
    assertThat(next).isGreaterThan(System.currentTimeMillis() + 50_000);
    client.disableJob(id);
  }

  @Test
  void fixedDelay_countsFromTheRealEnd() {
    var job = job("delay", TimeExpressionType.FIXED_DELAY, "300");
    job.setJobParams("150");
    long id = save(job);
    var runs = awaitFinished(id, 8);
    client.disableJob(id);
    for (int i = 1; i < runs.size(); i++) {
      assertThat(runs.get(i).getExpectedTriggerTime())
          .as("due after the end of the run before")
          .isEqualTo(runs.get(i - 1).getFinishedTime() + 300);
    }
    var late =
        runs.stream()
            .mapToLong(run -> run.getActualTriggerTime() - run.getExpectedTriggerTime())
            .sorted()
            .toArray();
    assertThat(late[late.length / 2]).as("median lateness in ms").isBetween(0L, 100L);
    assertThat(client.fetchJob(id).getData().getStatus())
        .isEqualTo(SwitchableStatus.DISABLE.getV());
  }

  @Test
  void fixedDelayWhoseRunIsStopped_goesOn() {
    var job = job("stopped", TimeExpressionType.FIXED_DELAY, "500");
    job.setJobParams("60000");
    long id = save(job);
    var query = new InstancePageQuery();
    query.setAppIdEq(appId);
    query.setJobIdEq(id);
    await()
        .atMost(PATIENCE)
        .until(() -> !client.queryInstanceInfo(query).getData().getData().isEmpty());
    var first = client.queryInstanceInfo(query).getData().getData().get(0);
    assertThat(client.stopInstance(first.getInstanceId()).isSuccess()).isTrue();
    await()
        .atMost(PATIENCE)
        .until(() -> client.queryInstanceInfo(query).getData().getData().size() == 2);
    client.disableJob(id);
  }

  @Test
  void dailyInterval_isScheduledAndPreviewed() throws Exception {
    var job =
        job(
            "daily",
            TimeExpressionType.DAILY_TIME_INTERVAL,
            "{\"interval\":2,\"startTimeOfDay\":\"00:00:00\",\"endTimeOfDay\":\"23:59:59\"}");
    long id = save(job);
    awaitFinished(id, 2);
    assertAudited(id);
    var firings = call("GET", "/jobs/" + id + "/firings?count=5", null).data().get("firings");
    assertThat(firings).hasSize(5);
    assertThat(firings.get(1).get("at").asLong() - firings.get(0).get("at").asLong())
        .isEqualTo(2000);
    client.disableJob(id);
  }

  @Test
  void calendar_takesDaysOutOfTheScheduleAndCannotGoWhileUsed() throws Exception {
    var today = LocalDate.now(ZoneOffset.UTC);
    call("PUT", "/calendars/holidays", Map.of("dates", List.of(today + "/" + today.plusDays(2))))
        .data();
    var job = job("holidays", TimeExpressionType.CRON, "* * * * * ?");
    job.setOptions(new JobOptions().setTimeZone("UTC").setExcludeCalendars(List.of("holidays")));
    long id = save(job);
    var midnight = today.plusDays(3).atStartOfDay(ZoneOffset.UTC).toInstant();
    assertThat(client.fetchJob(id).getData().getNextTriggerTime())
        .isEqualTo(midnight.toEpochMilli());
    var explained =
        call("GET", "/jobs/" + id + "/explanation?at=" + Instant.now().plusSeconds(2), null).data();
    assertThat(explained.get("verdict").asText()).isEqualTo("EXCLUDED");
    assertThat(explained.get("text").asText()).contains("'holidays'");
    var refused = call("DELETE", "/calendars/holidays", null);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains(String.valueOf(id), "holidays");
    call("PUT", "/calendars/holidays", Map.of("dates", List.of())).data();
    awaitFinished(id, 1);
    client.deleteJob(id);
    call("DELETE", "/calendars/holidays", null).data();
    assertThat(call("PUT", "/calendars/x?global=true", Map.of("dates", List.of())).status())
        .as("an application must not change everybody's calendar")
        .isEqualTo(403);
  }

  @Test
  void pause_holdsEverythingBackAndIsTheReasonOfWhatWasSkipped() throws Exception {
    long id = save(job("paused", TimeExpressionType.CRON, "* * * * * ?"));
    awaitFinished(id, 2);
    call("POST", "/jobs/" + id + "/pause", Map.of("reason", "maintenance")).data();
    long run = client.runJob(id, null, 0).getData();
    Thread.sleep(5_000);
    int before = finished(id).size();
    var middle = Instant.now();
    Thread.sleep(3_000);
    assertThat(finished(id)).as("runs of a paused job").hasSize(before);
    assertThat(client.fetchInstanceStatus(run).getData())
        .isEqualTo(InstanceStatus.WAITING_DISPATCH.getV());
    assertThat(
            call("GET", "/jobs/" + id + "/explanation?at=" + middle, null)
                .data()
                .get("verdict")
                .asText())
        .isEqualTo("PAUSED");
    assertThat(call("DELETE", "/jobs/" + id + "/pause", null).data().asBoolean()).isTrue();
    awaitFinished(id, before + 2);
    await()
        .atMost(PATIENCE)
        .until(() -> client.fetchInstanceStatus(run).getData() == InstanceStatus.SUCCEED.getV());
    var explained = call("GET", "/jobs/" + id + "/explanation?at=" + middle, null).data();
    assertThat(explained.get("verdict").asText()).isEqualTo("SKIPPED");
    assertThat(explained.get("skipped").get("reason").asText()).isEqualTo("PAUSED");
    assertAudited(id);
    client.disableJob(id);
    assertThat(
            StreamSupport.stream(
                    call("GET", "/jobs/" + id + "/explanation?at=" + middle, null)
                        .data()
                        .get("events")
                        .spliterator(),
                    false)
                .map(event -> event.get("kind").asText()))
        .containsExactly("CREATED", "PAUSED", "RESUMED", "DISABLED");
  }

  @Test
  void backfill_runsEachNominalInstantOnce() throws Exception {
    var job = job("backfilled", TimeExpressionType.CRON, "0 0 * * * ?");
    job.setEnable(false);
    job.setMaxInstanceNum(1);
    long id = save(job);
    var to = Instant.parse("2026-03-04T12:00:00Z");
    var range =
        Map.of("from", to.minus(Duration.ofHours(5)).toEpochMilli(), "to", to.toEpochMilli());
    var first = call("POST", "/jobs/" + id + "/backfill", range).data();
    assertThat(first.get("created").asInt()).isEqualTo(6);
    assertThat(call("POST", "/jobs/" + id + "/backfill", range).data().get("created").asInt())
        .isZero();
    var runs = awaitFinished(id, 6);
    assertThat(runs)
        .allSatisfy(run -> assertThat(run.getStatus()).isEqualTo(InstanceStatus.SUCCEED.getV()));
    assertThat(runs.get(5).getExpectedTriggerTime()).isEqualTo(to.toEpochMilli());
    var tooMany =
        call("POST", "/jobs/" + id + "/backfill", Map.of("from", 0, "to", to.toEpochMilli()));
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.message()).contains("more than 10000 instants");
  }

  @Test
  void previewOfAnUnsavedSchedule_knowsZonesAndRefusesNonsense() throws Exception {
    var preview =
        call(
                "POST",
                "/schedule-preview",
                Map.of(
                    "timeExpressionType",
                    "CRON",
                    "timeExpression",
                    "0 30 2 * * ? 2027",
                    "options",
                    Map.of("timeZone", "Europe/Berlin"),
                    "count",
                    365))
            .data();
    assertThat(preview.get("timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(preview.get("firings")).hasSize(365);
    assertThat(preview.get("firings").findValuesAsText("local"))
        .contains("2027-03-28T03:00:00+02:00", "2027-10-31T02:30:00+02:00");
    var refused =
        call(
            "POST",
            "/schedule-preview",
            Map.of("timeExpressionType", "FIXED_RATE", "timeExpression", "10"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("at least 50 ms");
  }
}
