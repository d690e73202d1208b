package tech.powerjob.quickstart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The console's REST interface, as far as the quickstart needs it. */
final class ConsoleApi {
  /** The server refused; the message is its reason. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OFFLINE = 9999;
  private static final String READY_CHECK = "powerjob-ready";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final String url;
  private String token;

  /**
   * The console of a server.
   *
   * @param url of the server, without a slash at the end
   */
  ConsoleApi(String url) {
    this.url = url;
  }

  /**
   * Whether the server is ready to work. A server that has not come to our application yet has
   * nothing to check and says that it is ready; so our own check must be there.
   */
  boolean isReady() {
    try {
      var request = request("/health/ready").timeout(Duration.ofSeconds(2)).GET().build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 && response.body().contains(READY_CHECK);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Logs a user of the built-in accounts in, for all further calls. */
  void logIn(String user, String password) throws RefusedException {
    var credentials =
        object().put("username", user).put("password", password).put("encryption", "none");
    var body = object().put("loginType", "PWJB").put("originParams", credentials.toString());
    token = post("/auth/thirdPartyLoginDirect", body).path("jwtToken").asText();
  }

  /** Id of the application of this name. */
  Optional<Long> findApp(String name) throws RefusedException {
    var query = object().put("appNameLike", name).put("index", 0).put("pageSize", 100);
    for (var app : post("/appInfo/list", query).path("data")) {
      if (app.path("appName").asText().equals(name)) {
        return Optional.of(app.path("id").asLong());
      }
    }
    return Optional.empty();
  }

  /**
   * Creates an application, or changes the password of one.
   *
   * @param id {@code null} to create it
   */
  void saveApp(Long id, String name, String password) throws RefusedException {
    var app =
        object()
            .put("id", id)
            .put("appName", name)
            .put("title", "Quickstart")
            .put("password", password)
            .put("namespaceId", anyNamespace());
    post("/appInfo/save", app);
  }

  private long anyNamespace() throws RefusedException {
    var namespaces = post("/namespace/listAll", object());
    if (namespaces.isEmpty()) {
      throw new RefusedException("there is no namespace to create an application in");
    }
    return namespaces.get(0).path("id").asLong();
  }

  /** Number of workers that are alive. */
  int workers(long appId) throws RefusedException {
    int alive = 0;
    for (var worker : get("/system/listWorker?appId=" + appId)) {
      if (worker.path("status").asInt() != OFFLINE) {
        alive++;
      }
    }
    return alive;
  }

  /** The first page of an instance's log. */
  List<String> log(long appId, long instanceId) throws RefusedException {
    var page = get("/instance/log?appId=%d&instanceId=%d&index=0".formatted(appId, instanceId));
    return page.path("data").asText().lines().toList();
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private JsonNode get(String path) throws RefusedException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, ObjectNode body) throws RefusedException {
    return send(
        request(path)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    var builder = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    return token == null ? builder : builder.header("PowerJwt", token);
  }

  private JsonNode send(HttpRequest request) throws RefusedException {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new QuickstartException(
          "the server did not answer %s: %s".formatted(request.uri().getPath(), e), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    JsonNode answer;
    try {
      answer = JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new RefusedException(
          "HTTP %d from %s".formatted(response.statusCode(), request.uri().getPath()));
    }
    if (!answer.path("success").asBoolean()) {
      throw new RefusedException(answer.path("message").asText("no reason given"));
    }
    return answer.path("data");
  }

  private static QuickstartException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new QuickstartException("interrupted", e);
  }
}
