package tech.powerjob.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.it.ServerProcess;

/** REST calls with somebody's credentials, as plain HTTP. Immutable. */
public final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;
  private final Map<String, String> headers;

  private Calls(String base, Map<String, String> headers) {
    this.base = base;
    this.headers = headers;
  }

  /**
   * What came back.
   *
   * @param text the body as it is
   */
  public record Answer(int status, HttpResponse<String> response, String text) {
    /** The body as JSON. */
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new AssertionError(status + " " + text, e);
      }
    }

    /** The body of a call that must be answered so. */
    public JsonNode json(int expected) {
      if (status != expected) {
        throw new AssertionError("expected %d but was %d: %s".formatted(expected, status, text));
      }
      return json();
    }

    /** The data of a console call that must succeed. */
    public JsonNode data() {
      var body = json(200);
      if (!body.path("success").asBoolean()) {
        throw new AssertionError(text);
      }
      return body.path("data");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  static Calls asStranger(ServerProcess server) {
    return new Calls(server.url(""), Map.of());
  }

  static Calls asApp(ServerProcess server, String app, String password) {
    return asApp(server.url(""), app, password);
  }

  /** An application, at a server of any kind, by its URL without a path. */
  public static Calls asApp(String base, String app, String password) {
    var login =
        new Calls(base, Map.of())
            .post(
                "/openApi/authApp",
                Map.of("appName", app, "encryptedPassword", password, "encryptType", "none"))
            .data();
    return new Calls(
        base,
        Map.of(
            OpenAPIConstant.REQUEST_HEADER_APP_ID,
            login.path("appId").asText(),
            OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN,
            login.path("token").asText()));
  }

  static Calls asUser(ServerProcess server, String user, String password) {
    try {
      var credentials = JSON.writeValueAsString(Map.of("username", user, "password", password));
      var login =
          asStranger(server)
              .post(
                  "/auth/thirdPartyLoginDirect",
                  Map.of("loginType", "PWJB", "originParams", credentials))
              .data();
      return new Calls(server.url(""), Map.of("PowerJwt", login.path("jwtToken").asText()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Calls asAdmin(ServerProcess server) {
    return asUser(server, "ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  /** The same caller with one more header. */
  public Calls with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Calls(base, more);
  }

  /** Reads. */
  public Answer get(String path) {
    return call("GET", path, null);
  }

  /** Sends. */
  public Answer post(String path, Object body) {
    return call("POST", path, body);
  }

  /** A call; a body that is no text is sent as JSON. */
  public Answer call(String method, String path, Object body) {
    try {
      var text = body == null || body instanceof String ? body : JSON.writeValueAsString(body);
      var request =
          HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
              .timeout(Duration.ofSeconds(30))
              .method(
                  method,
                  text == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(text.toString()));
      if (!headers.containsKey("Content-Type")) {
        request.header("Content-Type", "application/json");
      }
      headers.forEach(request::setHeader);
      var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer, answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
