package tech.powerjob.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server without a scheduler: keeps apps and jobs, and ends instances when the test says so. */
final class StubPowerJob implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final HttpServer http;
  private final Map<String, String> appPasswords = new HashMap<>();
  private final List<ObjectNode> jobs = new ArrayList<>();
  private final List<ObjectNode> instances = new ArrayList<>();
  private final Map<Long, String> logs = new HashMap<>();
  private String adminPassword = "admin's";
  private int savedApps;
  private int notReady;
  private boolean runsFail;
  private long nextInstance = 1_000_000_000_000L;

  StubPowerJob() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(thread);
    http.createContext("/", this::handle);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  synchronized void setAdminPassword(String value) {
    adminPassword = value;
  }

  synchronized void answerNotReady(int times) {
    notReady = times;
  }

  synchronized void letRunsFail() {
    runsFail = true;
  }

  synchronized void addApp(String name, String password) {
    appPasswords.put(name, password);
  }

  synchronized void addJob(String name, int status) {
    jobs.add(
        json.createObjectNode()
            .put("id", jobs.size() + 1L)
            .put("jobName", name)
            .put("status", status));
  }

  /** How often an application was created or changed. */
  synchronized int savedApps() {
    return savedApps;
  }

  synchronized List<String> jobNames() {
    return jobs.stream().map(job -> job.path("jobName").asText()).toList();
  }

  /** Ends an instance of the job of this name. */
  synchronized void end(String jobName, int status, String result, String log) {
    var job =
        jobs.stream().filter(each -> each.path("jobName").asText().equals(jobName)).findFirst();
    addInstance(job.orElseThrow().path("id").asLong(), status, result, log);
  }

  private long addInstance(long jobId, int status, String result, String log) {
    long id = nextInstance++;
    instances.add(
        json.createObjectNode()
            .put("instanceId", id)
            .put("jobId", jobId)
            .put("appId", 1)
            .put("status", status)
            .put("result", result)
            .put("finishedTime", 1_800_000_000_000L));
    logs.put(id, log);
    return id;
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = 200;
    JsonNode data = null;
    String message = null;
    switch (path) {
      case "/health/ready" -> {
        // At first as an application server answers before it has come to the application.
        notReady--;
        data = json.getNodeFactory().textNode(notReady >= 0 ? "UP" : "UP powerjob-ready");
      }
      case "/auth/thirdPartyLoginDirect" -> {
        var given = json.readTree(json.readTree(body).path("originParams").asText());
        if (given.path("password").asText().equals(adminPassword)) {
          data = json.createObjectNode().put("jwtToken", "jwt");
        } else {
          message = "password is incorrect";
        }
      }
      case "/appInfo/list" -> {
        var list = json.createArrayNode();
        appPasswords.keySet().forEach(name -> list.addObject().put("id", 1).put("appName", name));
        data = json.createObjectNode().set("data", list);
      }
      case "/namespace/listAll" -> {
        var list = json.createArrayNode();
        list.addObject().put("id", 4);
        data = list;
      }
      case "/appInfo/save" -> {
        var app = json.readTree(body);
        savedApps++;
        appPasswords.put(app.path("appName").asText(), app.path("password").asText());
      }
      case "/system/listWorker" -> {
        var list = json.createArrayNode();
        list.addObject().put("status", 1);
        data = list;
      }
      case "/instance/log" -> {
        long id = Long.parseLong(form(exchange.getRequestURI().getQuery()).get("instanceId"));
        data = json.createObjectNode().put("data", logs.get(id));
      }
      case "/openApi/authApp" -> {
        var login = json.readTree(body);
        var known = appPasswords.get(login.path("appName").asText());
        if (known != null && md5(known).equals(login.path("encryptedPassword").asText())) {
          data = json.createObjectNode().put("appId", 1).put("token", "t");
        } else {
          message = known == null ? "INVALID_APP:x" : "INCORRECT_PASSWORD";
        }
      }
      case "/openApi/queryJob" -> data = jobsNamed(json.readTree(body).path("jobNameEq").asText());
      case "/openApi/fetchJob" -> data = jobs.get(Integer.parseInt(form(body).get("jobId")) - 1);
      case "/openApi/saveJob" -> {
        addJob(json.readTree(body).path("jobName").asText(), 1);
        data = json.getNodeFactory().numberNode((long) jobs.size());
      }
      case "/openApi/runJob" -> {
        var name = form(body).get("instanceParams");
        long jobId = Long.parseLong(form(body).get("jobId"));
        data =
            json.getNodeFactory()
                .numberNode(
                    addInstance(
                        jobId, runsFail ? 4 : 5, "greeted " + name, line("Hello, " + name + "!")));
      }
      case "/openApi/queryInstance" -> {
        ArrayNode list = json.createArrayNode();
        list.addAll(instances);
        data = json.createObjectNode().set("data", list);
      }
      default -> status = 404;
    }
    answer(exchange, status, data, message);
  }

  static String line(String content) {
    return "2026-11-22 10:00:00.123 [10.0.0.1:27777] INFO " + content + "\n";
  }

  private ArrayNode jobsNamed(String name) {
    var found = json.createArrayNode();
    jobs.stream().filter(job -> job.path("jobName").asText().equals(name)).forEach(found::add);
    return found;
  }

  private void answer(HttpExchange exchange, int status, JsonNode data, String message)
      throws IOException {
    var body = json.createObjectNode().put("success", message == null).put("message", message);
    body.set("data", data);
    var bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("X-POWERJOB-AUTH-PASSED", "true");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(String text) {
    Map<String, String> fields = new HashMap<>();
    for (var field : text.split("&")) {
      var parts = field.split("=", 2);
      fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return fields;
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    thread.shutdownNow();
  }
}
