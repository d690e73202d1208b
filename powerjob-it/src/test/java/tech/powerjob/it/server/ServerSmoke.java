package tech.powerjob.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.PageClient;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;
import tech.powerjob.it.console.Wire;
import tech.powerjob.it.httpworker.ScriptedWorker;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What must work on every application server; each has its own class, for its own test run. */
@ArquillianTest
abstract class ServerSmoke {
  private static final String APP = "smoke";
  private static final String PASSWORD = "password-of-the-app";
  private static final int MAIL_PORT = Integer.getInteger("powerjob.it.mail.port");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String address;

  /**
   * A test of the server at a port.
   *
   * @param portProperty system property with its HTTP port
   */
  ServerSmoke(String portProperty) {
    address = "127.0.0.1:" + Integer.getInteger(portProperty);
  }

  /** Run in the test's own process, by a worker that reached the server over JMS. */
  public static class Echo implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) {
      context.getOmsLogger().info("echoes {}", context.getInstanceParams());
      return new ProcessResult(true, "echo of " + context.getInstanceParams());
    }
  }

  @Deployment(testable = false)
  static EnterpriseArchive powerjob() {
    var ear = Path.of(System.getProperty("powerjob.it.ear"));
    return ShrinkWrap.createFromZipFile(EnterpriseArchive.class, ear.toFile());
  }

  @Test
  void ear_isReadyAndRunsAnApiJobEndToEnd() throws Exception {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(status("/health/ready")).isEqualTo(200));
    var admin = AdminApi.login("http://" + address, ServerProcess.ADMIN_PASSWORD);
    admin.createApp(APP, PASSWORD);
    assertThat(admin.status("/openapi")).isEqualTo(200);
    assertThat(admin.status("/openapi/ui/swagger-ui-bundle.js")).isEqualTo(200);
    var worker = startWorker();
    try (var client = new PowerJobClient(address, APP, PASSWORD)) {
      long jobId = client.saveJob(job()).getData();
      long instanceId = client.runJob(jobId, "Ada", 0).getData();

      await()
          .atMost(PATIENCE)
          .until(
              () -> client.fetchInstanceStatus(instanceId).getData(),
              status -> status == InstanceStatus.SUCCEED.getV());
      assertThat(client.fetchInstanceInfo(instanceId).getData().getResult())
          .isEqualTo("echo of Ada");
    } finally {
      worker.destroy();
    }
    versionedCalls_workHereToo();
  }

  /** What servers do differently: other methods, bodies, files, exceptions. */
  private void versionedCalls_workHereToo() {
    var app = Calls.asApp("http://" + address, APP, PASSWORD);
    long jobId = app.get("/api/v1/jobs").json(200).at("/items/0/id").asLong();
    var path = "/api/v1/jobs/" + jobId;
    var version = app.get(path).header("ETag");
    var patch = Map.of("concurrency", 3);
    assertThat(app.call("PATCH", path, patch).status()).isEqualTo(428);
    var patched =
        app.with("If-Match", version)
            .with("Content-Type", "application/merge-patch+json")
            .call("PATCH", path, patch);
    assertThat(patched.json(200).path("concurrency").asInt()).isEqualTo(3);
    assertThat(app.with("If-Match", version).call("PATCH", path, patch).status()).isEqualTo(412);
    assertThat(app.with("Content-Type", "nonsense").post("/api/v1/jobs", "{}").status())
        .isEqualTo(415);
    assertThat(app.get("/api/v1/jobs?limit=0").json(400).path("field").asText()).isEqualTo("limit");
    assertThat(app.get("/api/v1/nothing").json(404).path("type").asText()).endsWith("not-found");
    assertThat(app.call("PUT", "/api/v1/overview", Map.of()).json(405).has("title")).isTrue();
    assertThat(app.get(path + "/firings").status()).isEqualTo(200);
    var instance = app.get("/api/v1/instances").json(200).at("/items/0/instanceId").asText();
    await()
        .atMost(PATIENCE)
        .until(
            () -> app.get("/api/v1/instances/" + instance + "/logs/download").text(),
            log -> log.contains("echoes Ada"));
    assertThat(app.post("/openApi/fetchWorkflow?workflowId=1").json(200).path("message").asText())
        .contains("can't find workflow by id: 1");
    assertThat(app.with("If-Match", "*").call("DELETE", path, null).status()).isEqualTo(204);
  }

  /** Each server brings a Jakarta Mail of its own. */
  @Test
  void alarm_isMailed() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(status("/health/ready")).isEqualTo(200));
    var mails = new GreenMail(new ServerSetup(MAIL_PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mails.start();
    try {
      var admin = Calls.asUser("http://" + address, "ADMIN", ServerProcess.ADMIN_PASSWORD);
      long self = admin.get("/user/detail").data().path("id").asLong();
      admin.post("/user/modify", Map.of("id", self, "email", "jane@example.org")).data();

      assertThat(admin.post("/api/v1/alarms/test", Map.of()).json(200).toString())
          .contains("{\"channel\":\"mail\",\"outcome\":\"SENT\"");
      assertThat(mails.getReceivedMessages()).hasSize(1);
    } finally {
      mails.stop();
    }
  }

  @Test
  void workerOverHttp_isLetInAndCalled() throws Exception {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(status("/health/ready")).isEqualTo(200));
    var admin = AdminApi.login("http://" + address, ServerProcess.ADMIN_PASSWORD);
    long appId = admin.createApp("over-http", PASSWORD);
    admin.put(
        "/api/v1/apps/" + appId + "/http-workers", Map.of("networks", List.of("127.0.0.1/32")));
    try (var worker = new ScriptedWorker("http://" + address);
        var client = new PowerJobClient(address, "over-http", PASSWORD)) {
      assertThat(worker.ask("assert?appName=over-http").body()).contains("\"success\":true");
      await().atMost(PATIENCE).until(() -> worker.beat(appId, "smoke").statusCode() == 200);
      long id = client.runJob(client.saveJob(job()).getData(), "Ada", 0).getData();
      await().atMost(PATIENCE).until(() -> worker.got("/worker/runJob").size() == 1);
      worker.report(id, InstanceStatus.SUCCEED.getV(), 10, worker.address());
      assertThat(client.fetchInstanceInfo(id).getData().getResult()).isEqualTo("scripted");
    }
  }

  @Test
  void pages_areToldOfChanges_andStrangersAreNot() throws Exception {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(status("/health/ready")).isEqualTo(200));
    var admin = AdminApi.login("http://" + address, ServerProcess.ADMIN_PASSWORD);
    var app = "app:" + admin.createApp("watched", PASSWORD);
    var own = "http://" + address;
    assertThatThrownBy(() -> Wire.open(address, own, null)).hasMessage("401");
    var cookies = new PageClient(own).logIn("ADMIN", ServerProcess.ADMIN_PASSWORD).cookies();
    assertThatThrownBy(() -> Wire.open(address, "https://evil.example", cookies)).hasMessage("403");
    try (var wire = Wire.open(address, own, cookies);
        var client = new PowerJobClient(address, "watched", PASSWORD)) {
      wire.say("{\"watch\":[\"" + app + "\"]}");
      wire.awaitMessage("{\"watching\":[\"" + app + "\"]}");
      client.runJob(client.saveJob(job()).getData(), "Ada", 3_600_000);
      wire.awaitMessage("{\"changed\":[\"" + app + "\"]}");
    }
  }

  @Test
  void strangers_areRefused() throws Exception {
    assertThat(status("/api/v1/worker-connection")).isEqualTo(401);
    assertThat(status("/metrics")).isEqualTo(404);
    assertThat(status("/openapi")).isEqualTo(401);
  }

  private int status(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .timeout(Duration.ofSeconds(10))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private PowerJobWorker startWorker() throws Exception {
    return Workers.start(Workers.config(address, APP, PASSWORD));
  }

  private static SaveJobInfoRequest job() {
    return Jobs.onDemand("echo", Echo.class);
  }
}
