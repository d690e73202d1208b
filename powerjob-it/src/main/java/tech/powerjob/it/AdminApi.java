package tech.powerjob.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** What the administrator does over the console's REST calls. */
public final class AdminApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The console's status of a worker that is gone. */
  private static final int OFFLINE = 9999;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final String token;

  private AdminApi(String server, String token) {
    this.server = server;
    this.token = token;
  }

  /** Logs in as the administrator. */
  public static AdminApi login(ServerProcess server) {
    return login(server.url(""), ServerProcess.ADMIN_PASSWORD);
  }

  /** Logs in as the administrator at a server of any kind, by its URL without a path. */
  public static AdminApi login(String server, String password) {
    var credentials = Map.of("username", "ADMIN", "password", password);
    var body = Map.of("loginType", "PWJB", "originParams", write(credentials));
    var user = new AdminApi(server, "").post("/auth/thirdPartyLoginDirect", body);
    return new AdminApi(server, user.get("jwtToken").asText());
  }

  /** What says in the header {@code PowerJwt} who calls. */
  public String token() {
    return token;
  }

  /** Makes an application in the default namespace and returns its id. */
  public long createApp(String name, String password) {
    long namespace = post("/namespace/listAll", Map.of()).get(0).get("id").asLong();
    var app = Map.of("appName", name, "password", password, "namespaceId", namespace);
    return post("/appInfo/save", app).get("id").asLong();
  }

  /** Gives the application another password; its tokens end. */
  public void changeAppPassword(long appId, String password) {
    long namespace = post("/namespace/listAll", Map.of()).get(0).get("id").asLong();
    post("/appInfo/save", Map.of("id", appId, "password", password, "namespaceId", namespace));
  }

  /** How many workers of the application live. */
  public int countWorkers(long appId) {
    int living = 0;
    for (var worker : send(request("/system/listWorker?appId=" + appId).GET())) {
      living += worker.path("status").asInt() == OFFLINE ? 0 : 1;
    }
    return living;
  }

  /** HTTP status with which a path is answered. */
  public int status(String path) {
    try {
      var request = request(path).GET().build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Reads something.
   *
   * @return the data of the answer
   */
  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  /**
   * Changes something.
   *
   * @return the data of the answer
   */
  public JsonNode put(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(write(body))));
  }

  private JsonNode post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(write(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + path)).header("PowerJwt", token);
  }

  private JsonNode send(HttpRequest.Builder builder) {
    var request = builder.build();
    var path = request.uri().getPath();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      var answer = JSON.readTree(response.body());
      if (path.startsWith("/api/")) {
        if (response.statusCode() >= 300) {
          throw new IllegalStateException(
              "%s was answered %d: %s".formatted(path, response.statusCode(), response.body()));
        }
        return answer; // Our own calls answer without PowerJob's envelope.
      }
      if (!answer.path("success").asBoolean()) {
        throw new IllegalStateException(path + " was refused: " + answer.path("message").asText());
      }
      return answer.get("data");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
