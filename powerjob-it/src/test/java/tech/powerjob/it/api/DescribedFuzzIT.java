package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.api.DescribedCalls.Call;

/**
 * Every REST call, made from the server's own description, with something wrong: it is answered
 * with the status or the text that it should, tells nothing of what is another's, and changes
 * nothing there.
 */
class DescribedFuzzIT {
  private static final String PASSWORD = "password-of-the-apps";
  private static final String SECRET = "secret-of-the-victim";

  /** Ids that calls from the description may well hit; the administrator may do such things. */
  private static final int PLAUSIBLE_IDS = 12;

  /** What a call of the versioned API may be answered with. */
  private static final Set<Integer> STATUSES =
      Set.of(200, 201, 204, 400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428);

  private static final List<String> BUGS =
      List.of(
          "java.",
          "org.h2",
          "StoreException",
          "NullPointer",
          "ClassCast",
          "OutOfBounds",
          "PersistenceException",
          "RollbackException",
          "StackOverflow",
          "\tat ",
          "SYS_UNKNOWN_ERROR");

  /** Calls of users' own pages, whose outcome would be felt by the other calls. */
  private static final Set<String> FOR_NOBODY =
      Set.of("auth", "pwjbUser", "user", "appInfo", "namespace", "server");

  @TempDir static Path folder;

  private static ServerProcess server;
  private static Calls admin;
  private static Calls attacker;
  private static Calls victim;
  private static JsonNode description;
  private static Map<String, String> foreign;

  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();

  @BeforeAll
  static void start() {
    server = ServerProcess.in(folder).thatLastsLong().withJvmOption("-Xmx1g").start();
    var accounts = AdminApi.login(server);
    accounts.createApp("attacker", PASSWORD);
    long victimId = accounts.createApp("victim", PASSWORD);
    admin = Calls.asAdmin(server);
    attacker = Calls.asApp(server, "attacker", PASSWORD);
    victim = Calls.asApp(server, "victim", PASSWORD);
    var own = job("of-the-attacker");
    for (int i = 0; i < PLAUSIBLE_IDS; i++) {
      attacker.post("/api/v1/jobs", own).json(201);
    }
    long jobId = victim.post("/api/v1/jobs", job(SECRET)).json(201).path("id").asLong();
    var run = Map.of("instanceParams", SECRET, "delay", 86_400_000);
    var instance =
        victim.post("/api/v1/jobs/" + jobId + "/runs", run).json(201).path("instanceId").asText();
    foreign =
        Map.of(
            "jobId",
            Long.toString(jobId),
            "instanceId",
            instance,
            "appId",
            Long.toString(victimId));
    description = admin.get("/openapi?format=json").json(200);
  }

  private static Map<String, Object> job(String text) {
    var job = new LinkedHashMap<String, Object>();
    job.put("jobName", text);
    job.put("jobParams", text);
    job.put("timeExpressionType", "CRON");
    job.put("timeExpression", "0 0 3 1 1 ? 2099");
    job.put("executeType", "STANDALONE");
    job.put("processorType", "BUILT_IN");
    job.put("processorInfo", text);
    return job;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String victimsState() {
    return victim.get("/api/v1/jobs/export").json(200)
        + "\n"
        + victim.get("/api/v1/instances").json(200)
        + "\n"
        + victim.get("/api/v1/pools").json(200)
        + victim.get("/api/v1/calendars").json(200);
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void everyCall_answersWrongInputAsItShould() throws Exception {
    fuzz(6);
  }

  @Test
  @Tag("prove")
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void everyCall_answersMuchWrongInputAsItShould() throws Exception {
    fuzz(120);
  }

  private void fuzz(int rounds) throws Exception {
    var before = victimsState();
    var calls = new DescribedCalls(description, foreign, 42);
    var operations = calls.operations();
    assertThat(operations).hasSizeGreaterThan(60);
    for (var operation : operations) {
      judge("a stranger", Calls.asStranger(server), calls.foreign(operation));
      judge("another application", attacker, calls.foreign(operation));
      for (int i = 0; i < rounds; i++) {
        judge("an application", attacker, calls.wrong(operation));
        if (mayBeMadeByTheAdministrator(operation.path())) {
          judge("a user", admin, calls.wrong(operation));
        }
      }
    }
    assertThat(complaints).isEmpty();
    assertThat(victimsState()).isEqualTo(before);
    // Otherwise most calls would have been refused at the first door.
    attacker.get("/api/v1/overview").json(200);
    admin.get("/api/v1/audit?limit=1").json(200);
    var traces =
        Files.readAllLines(server.log()).stream()
            .filter(line -> line.startsWith("\tat ") || line.contains(" SEVERE "))
            .limit(10)
            .toList();
    assertThat(traces).as("stack traces in the log").isEmpty();
    System.out.printf(
        "PROOF fuzz from the description: operations=%d answers=%s complaints=%d%n",
        operations.size(), answers, complaints.size());
  }

  private static boolean mayBeMadeByTheAdministrator(String path) {
    return !FOR_NOBODY.contains(path.split("/")[1])
        && !path.startsWith("/api/v1/pause")
        && !path.endsWith("/revoke")
        && !path.endsWith("/password");
  }

  private void judge(String who, Calls caller, Call call) {
    var operation = call.operation();
    var answer =
        caller
            .with("Content-Type", call.type())
            .with("If-Match", "*")
            .call(operation.method(), call.path(), call.body());
    var text = answer.text();
    boolean own = operation.path().startsWith("/api/");
    answers.merge((own ? "" : "console-or-openapi ") + answer.status(), 1, Integer::sum);
    var json = text.startsWith("{") || text.startsWith("[");
    if (own) {
      require(STATUSES.contains(answer.status()), "has such a status", who, call, answer);
      boolean problem = answer.status() >= 400 && answer.status() != 422;
      require(
          !problem || json && answer.json().path("status").asInt() == answer.status(),
          "is a problem",
          who,
          call,
          answer);
    } else {
      require(
          Set.of(200, 404).contains(answer.status()) && (json || answer.status() == 200),
          "answers 200 with a body that says more",
          who,
          call,
          answer);
    }
    require(BUGS.stream().noneMatch(text::contains), "shows a bug", who, call, answer);
    if (!caller.equals(admin)) {
      require(!text.contains(SECRET), "tells a secret", who, call, answer);
      boolean done = own ? answer.status() < 300 && !isMixed(answer) : isDone(answer);
      boolean mayNot = call.foreign() || who.equals("a stranger") && !operation.isOpen();
      require(!mayNot || !done, "refuses", who, call, answer);
      require(!operation.isForUsers() || !done, "is not for applications", who, call, answer);
    }
  }

  /** Searches find nothing, and bulk calls and imports say in the body that nothing was done. */
  private static boolean isMixed(Calls.Answer answer) {
    return answer.text().startsWith("{\"items\":[]")
        || answer.text().startsWith("{")
            && (answer.json().path("succeeded").asInt(-1) == 0
                || !answer.json().path("imported").asBoolean(true));
  }

  private static boolean isDone(Calls.Answer answer) {
    return answer.status() == 200
        && answer.text().startsWith("{")
        && answer.json().path("success").asBoolean();
  }

  private void require(boolean fulfilled, String rule, String who, Call call, Calls.Answer answer) {
    if (!fulfilled && complaints.size() < 20) {
      complaints.add(
          "%s: %s %s by %s with %s: %d %s"
              .formatted(
                  rule,
                  call.operation().method(),
                  shorten(call.path()),
                  who,
                  shorten(call.body()),
                  answer.status(),
                  shorten(answer.text())));
    }
  }

  private static String shorten(String text) {
    return text == null || text.length() <= 400 ? text : text.substring(0, 400) + "…";
  }
}
