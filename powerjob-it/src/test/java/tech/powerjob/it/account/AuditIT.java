package tech.powerjob.it.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;

/** What people and programs do at the doors of a server, and what the audit log says about it. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class AuditIT {
  private static final String PASSWORD = "Un1que-password-of-the-app";

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static Calls admin;
  private static long appId;
  private static PowerJobClient client;

  @BeforeAll
  static void start() {
    server = SHARED.process();
    appId = AdminApi.login(server).createApp("audited", PASSWORD);
    AdminApi.login(server).createApp("foreign", PASSWORD);
    admin = Calls.asUser(server.url(""), "ADMIN", ServerProcess.ADMIN_PASSWORD);
    client = new PowerJobClient(server.address(), "audited", PASSWORD);
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
  }

  @Test
  void changesOfAJob_areNotedWithWhoWhatBeforeAndAfter() {
    var request = job("first");
    request.setJobParams("{\"table\":\"orders\",\"password\":\"hunter2\"}");
    long jobId = client.saveJob(request).getData();
    request.setId(jobId);
    request.setJobName("renamed");
    client.saveJob(request);
    client.saveJob(request);
    client.disableJob(jobId);
    client.deleteJob(jobId);

    var lines = lines("&objectType=job&objectId=" + jobId);
    assertThat(lines)
        .extracting(line -> line.path("action").asText())
        .containsExactly("job.delete", "job.disable", "job.edit", "job.create");
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.path("actor").path("type").asText()).isEqualTo("APP");
              assertThat(line.path("actor").path("name").asText()).isEqualTo("audited");
              assertThat(line.path("actor").path("address").asText()).isEqualTo("127.0.0.1");
              assertThat(line.path("outcome").asText()).isEqualTo("DONE");
              assertThat(line.path("appId").asLong()).isEqualTo(appId);
            });
    assertThat(lines.get(2).path("before").toString()).isEqualTo("{\"jobName\":\"first\"}");
    assertThat(lines.get(2).path("after").toString()).isEqualTo("{\"jobName\":\"renamed\"}");
    assertThat(lines.get(3).path("after").path("jobParams").asText())
        .contains("orders")
        .doesNotContain("hunter2");
  }

  @Test
  void whatIsRefused_leavesNoLineOfAChange() {
    long jobId = client.saveJob(job("refused")).getData();
    int before = lines("&objectType=job").size();
    var wrong = job("refused");
    wrong.setId(jobId);
    wrong.setTimeExpressionType(TimeExpressionType.CRON);
    wrong.setTimeExpression("no cron");
    try {
      client.saveJob(wrong);
    } catch (RuntimeException e) {
      // The client tells some refusals so.
    }

    assertThat(lines("&objectType=job")).hasSize(before);
  }

  @Test
  void deniedCalls_areNoted() {
    var foreign = Calls.asApp(server.url(""), "foreign", PASSWORD);
    long jobId = client.saveJob(job("mine")).getData();
    assertThat(foreign.post("/openApi/fetchJob?jobId=" + jobId).success()).isFalse();
    assertThat(foreign.post("/openApi/runJob?jobId=1&appId=" + appId).success()).isFalse();
    assertThat(Calls.asStranger(server.url("")).post("/job/list", Map.of()).success()).isFalse();
    assertThat(Calls.withToken(server.url(""), "nonsense").get("/api/v1/audit").status())
        .isEqualTo(401);

    var denied = all("?outcome=DENIED&action=access");
    assertThat(denied)
        .extracting(line -> line.path("objectId").asText().replaceFirst("^(\\w+) /?", "$1 "))
        .contains(
            "POST openApi/fetchJob", "POST openApi/runJob", "POST job/list", "GET api/v1/audit");
    assertThat(denied)
        .filteredOn(line -> line.path("objectId").asText().contains("openApi"))
        .allMatch(line -> line.path("actor").path("name").asText().equals("foreign"));
  }

  @Test
  void logins_areNoted_goodAndBad() {
    Calls.logIn(server.url(""), "ADMIN", "wrong");

    assertThat(all("?action=login&outcome=DENIED"))
        .anySatisfy(
            line -> {
              assertThat(line.path("actor").path("type").asText()).isEqualTo("STRANGER");
              assertThat(line.path("actor").path("name").asText()).isEqualTo("ADMIN");
              assertThat(line.path("reason").asText()).isEqualTo("password is incorrect");
            });
    assertThat(all("?action=login&outcome=DONE&actor=PWJB_ADMIN")).isNotEmpty();
    assertThat(all("?action=login&outcome=DONE&actor=audited")).isNotEmpty();
  }

  @Test
  void cancelByAProgram_isNotNoted_pausesByAPersonAre() {
    long jobId = client.saveJob(job("stopped")).getData();
    long instance = client.runJob(jobId, null, 3_600_000).getData();
    client.cancelInstance(instance);
    admin.post("/api/v1/apps/" + appId + "/pause", Map.of("reason", "because")).data();
    admin.delete("/api/v1/apps/" + appId + "/pause").data();

    assertThat(lines("&objectType=instance")).isEmpty();
    assertThat(lines("&objectType=app&actor=PWJB_ADMIN"))
        .extracting(line -> line.path("action").asText())
        .containsSubsequence("pause.end", "pause.begin");
  }

  @Test
  void wholeLog_holdsNoSecret_andIsForAdministratorsOnly() {
    var everything = all("").toString();

    assertThat(everything)
        .contains("app.create")
        .doesNotContain(PASSWORD, ServerProcess.ADMIN_PASSWORD, "pbkdf2", "eyJ");
    var app = Calls.asApp(server.url(""), "audited", PASSWORD);
    assertThat(app.get("/api/v1/audit").status()).isEqualTo(401);
  }

  @Test
  void pages_followEachOther() {
    for (int i = 0; i < 5; i++) {
      client.saveJob(job("page" + i));
    }
    var whole = lines("&objectType=job&action=job.create&limit=500");
    var paged = new ArrayList<JsonNode>();
    String next = "";
    while (!next.equals("null")) {
      var page =
          admin
              .get(
                  "/api/v1/audit?objectType=job&action=job.create&limit=2&appId="
                      + appId
                      + (next.isEmpty() ? "" : "&cursor=" + next))
              .data();
      page.path("items").forEach(paged::add);
      next = page.path("next").asText();
    }
    assertThat(paged).hasSizeGreaterThanOrEqualTo(5).isEqualTo(whole);
    assertThat(admin.get("/api/v1/audit?limit=0").message()).contains("limit is 0");
    assertThat(admin.get("/api/v1/audit?outcome=perhaps").message()).contains("DONE, DENIED");
  }

  private static List<JsonNode> lines(String more) {
    return all("?appId=" + appId + more);
  }

  private static List<JsonNode> all(String query) {
    var found = new ArrayList<JsonNode>();
    admin.get("/api/v1/audit" + query).data().path("items").forEach(found::add);
    return found;
  }

  private static SaveJobInfoRequest job(String name) {
    return Jobs.onDemand(name, "tech.powerjob.Nothing");
  }
}
