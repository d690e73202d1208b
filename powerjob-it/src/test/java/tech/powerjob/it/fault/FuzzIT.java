package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.jms.MessageCodec;
import tech.powerjob.wire.Addresses;
import tech.powerjob.wire.WorkerConnection;

/** Nonsense at every door of an application: calls and messages that are nearly right, or not. */
class FuzzIT {
  private static final String APP = "fuzz";
  private static final String PASSWORD = "password-of-fuzz";
  private static final long SEED = 42;

  private static final List<String> PATHS =
      List.of(
          "/assert",
          "/authApp",
          "/saveJob",
          "/copyJob",
          "/exportJob",
          "/fetchJob",
          "/fetchAllJob",
          "/queryJob",
          "/disableJob",
          "/enableJob",
          "/deleteJob",
          "/runJob",
          "/runJob2",
          "/stopInstance",
          "/cancelInstance",
          "/retryInstance",
          "/fetchInstanceStatus",
          "/fetchInstanceInfo",
          "/queryInstance");

  private static final List<String> FIELDS =
      List.of(
          "id",
          "jobId",
          "appId",
          "jobName",
          "timeExpressionType",
          "timeExpression",
          "executeType",
          "processorType",
          "processorInfo",
          "instanceRetryNum",
          "maxInstanceNum",
          "lifeCycle",
          "alarmConfig",
          "logConfig",
          "options",
          "dispatchStrategy",
          "tag",
          "index",
          "pageSize",
          "sortBy",
          "statusIn",
          "instanceId",
          "instanceParams",
          "outerKey",
          "delay",
          "appName",
          "encryptedPassword",
          "encryptType",
          "workerId",
          "reports",
          "lines",
          "epoch",
          "status",
          "systemMetrics",
          "address",
          "startTime",
          "endTime",
          "result");

  private static final List<String> BUGS =
      List.of(
          "java.",
          "org.h2",
          "SQL",
          "StoreException",
          "NullPointer",
          "ClassCast",
          "OutOfBounds",
          "PersistenceException",
          "Rollback",
          "StackOverflow");

  private final Random random = new Random(SEED);
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<String> complaints = new ArrayList<>();

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 3 ? 9 : 12)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> Long.toString(random.nextLong());
      case 3 -> Integer.toString(random.nextInt(8));
      case 4 -> "-1";
      case 5 -> "1e400";
      case 6 -> "\"" + text() + "\"";
      case 7 ->
          "\""
              + one(List.of("CRON", "API", "STANDALONE", "BUILT_IN", "RUNNING", "0 0 0 31 2 ?"))
              + "\"";
      case 8 -> "\"\"";
      case 9 ->
          Stream.generate(() -> value(depth + 1)).limit(random.nextInt(4)).toList().toString();
      default -> object(depth + 1);
    };
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "x".repeat(random.nextInt(3_000));
      case 1 -> "多语言 ✓ \\u0000 \\uD800";
      case 2 -> "'; DROP TABLE job_info; --";
      case 3 -> "<script>alert(1)</script>${jndi:ldap://127.0.0.1/x}";
      case 4 -> Long.toString(random.nextLong());
      default -> "a\\nb";
    };
  }

  private String object(int depth) {
    var fields = new ArrayList<String>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      fields.add("\"" + one(FIELDS) + "\":" + value(depth));
    }
    return "{" + String.join(",", fields) + "}";
  }

  private String body() {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> value(0);
      case 2 -> object(0).substring(1);
      case 3 -> "jobId=" + text().replace(' ', '+') + "&instanceId=" + random.nextLong();
      case 4 -> "[".repeat(random.nextInt(2_000));
      default -> object(0);
    };
  }

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void nonsense_isRefused_andNothingBreaks(@TempDir Path folder) throws Exception {
    fuzz(folder, 1_000);
  }

  @Test
  @Tag("prove")
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void muchNonsense_isRefused_andNothingBreaks(@TempDir Path folder) throws Exception {
    fuzz(folder, 5_000);
  }

  /** So many calls, and as many messages. */
  private void fuzz(Path folder, int times) throws Exception {
    try (var server = ServerProcess.in(folder).thatLastsLong().withJvmOption("-Xmx1g").start()) {
      AdminApi.login(server).createApp(APP, PASSWORD);
      var login = login(server);
      for (int i = 0; i < times; i++) {
        call(server, login);
      }
      sendNonsense(server, Long.parseLong(login.get("appId")), times);
      assertThat(complaints).isEmpty();
      var traces =
          Files.readAllLines(server.log()).stream()
              .filter(line -> line.startsWith("\tat ") || line.contains(" SEVERE "))
              .limit(10)
              .toList();
      System.out.printf(
          "PROOF fuzz: calls=%d messages=%d complaints=%d stack-traces=%d%n",
          times, times, complaints.size(), traces.size());
      assertThat(traces).as("stack traces in the log").isEmpty();
      stillWorks(server, folder);
    }
  }

  private static Map<String, String> login(ServerProcess server) throws Exception {
    var body =
        "{\"appName\":\"%s\",\"encryptedPassword\":\"%s\",\"encryptType\":\"none\"}"
            .formatted(APP, PASSWORD);
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.url("/openApi/authApp")))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    var data = new ObjectMapper().readTree(answer.body()).get("data");
    return Map.of("token", data.get("token").asText(), "appId", data.get("appId").asText());
  }

  private void call(ServerProcess server, Map<String, String> login) throws Exception {
    var path =
        random.nextInt(20) == 0 ? WorkerConnection.PATH : OpenAPIConstant.WEB_PATH + one(PATHS);
    var query =
        random.nextInt(3) == 0
            ? "?jobId=" + random.nextInt(5) + "&instanceId=" + random.nextLong()
            : "";
    var sent = body();
    var request =
        HttpRequest.newBuilder(URI.create(server.url(path + query)))
            .timeout(Duration.ofSeconds(20))
            .header(
                "Content-Type",
                one(
                    List.of(
                        "application/json",
                        "application/json; charset=utf-8",
                        "application/x-www-form-urlencoded",
                        "text/plain",
                        "multipart/form-data",
                        "nonsense")))
            .method(
                one(List.of("POST", "POST", "POST", "GET", "PUT", "DELETE")),
                HttpRequest.BodyPublishers.ofString(sent));
    if (random.nextInt(10) != 0) {
      request.header(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN, login.get("token"));
      request.header(
          OpenAPIConstant.REQUEST_HEADER_APP_ID,
          random.nextInt(20) == 0 ? "-7" : login.get("appId"));
    }
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      var body = answer.body();
      if (answer.statusCode() >= 500
          || body.contains("\tat ")
          // PowerJob's answers begin with a plain name of what is wrong; these would be mistakes.
          || BUGS.stream().anyMatch(body::contains)) {
        complain(path + " " + answer.statusCode() + " to " + sent + ": " + body);
      }
    } catch (IOException e) {
      complain(path + " to " + sent + ": " + e);
    }
  }

  private void complain(String what) {
    if (complaints.size() < 10) {
      complaints.add(what.length() > 600 ? what.substring(0, 600) : what);
    }
  }

  private void sendNonsense(ServerProcess server, long appId, int times) throws JMSException {
    try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + server.jmsPort());
        var connection = factory.createConnection(APP, PASSWORD);
        var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      var producers =
          List.of(
              session.createProducer(session.createTopic(Addresses.HEARTBEAT)),
              session.createProducer(session.createQueue(Addresses.REPORT)),
              session.createProducer(session.createQueue(Addresses.LOG)));
      var types = List.of("WorkerHeartbeat", "InstanceReports", "LogLines", "RunInstance", "x");
      for (int i = 0; i < times; i++) {
        var message =
            switch (random.nextInt(6)) {
              case 0 -> session.createBytesMessage();
              case 1 -> session.createMapMessage();
              case 2 -> session.createObjectMessage("x");
              case 3 -> session.createTextMessage(nearlyRight(appId));
              default -> session.createTextMessage(body());
            };
        if (random.nextInt(10) != 0) {
          message.setStringProperty(MessageCodec.TYPE, one(types));
        }
        if (random.nextInt(10) != 0) {
          message.setIntProperty(MessageCodec.VERSION, random.nextInt(10) == 0 ? 99 : 1);
        }
        one(producers).send(message);
      }
    }
  }

  private String nearlyRight(long appId) {
    return switch (random.nextInt(3)) {
      case 0 ->
          "{\"workerId\":\"ghost%d\",\"appId\":%d,\"address\":%s,\"lightTaskTrackerNum\":%s,\"gone\":true}"
              .formatted(random.nextInt(50), appId, value(3), value(3));
      case 1 ->
          "{\"workerId\":\"w\",\"reports\":[{\"instanceId\":%d,\"epoch\":%d,\"status\":\"%s\",\"result\":%s,\"endTime\":%s}]}"
              .formatted(
                  random.nextLong(),
                  random.nextInt(3),
                  one(List.of("RUNNING", "SUCCEED", "FAILED", "CANCELED", "STOPPED")),
                  value(3),
                  value(3));
      default ->
          "{\"workerId\":\"w\",\"address\":\"a\",\"lines\":[{\"instanceId\":%d,\"time\":%s,\"level\":%s,\"content\":%s}]}"
              .formatted(random.nextLong(), value(3), value(3), value(3));
    };
  }

  private static void stillWorks(ServerProcess server, Path folder) throws Exception {
    var worker = new WorkerProcess("fuzz", folder, APP, PASSWORD, server.address()).start();
    try (var client = new PowerJobClient(server.address(), APP, PASSWORD)) {
      assertThat(client.fetchAllJob().isSuccess()).isTrue();
      long job = Cluster.save(client, "after", TimeExpressionType.API, null, 0);
      await("a run to succeed")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(3))
          .until(
              () -> {
                long run = client.runJob(job, "x", 0).getData();
                Cluster.pause(2_000); // It fails at once while the worker is not known.
                return client.fetchInstanceStatus(run).getData() == InstanceStatus.SUCCEED.getV();
              });
    } finally {
      worker.close();
    }
  }
}
