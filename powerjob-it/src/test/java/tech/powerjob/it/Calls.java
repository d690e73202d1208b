package tech.powerjob.it;

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

/** REST calls with somebody's credentials, as plain HTTP. Immutable. */
public final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static final String USER_TOKEN = "PowerJwt";

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

    /** PowerJob's calls answer in an envelope, ours under {@code /api/v1} by their status. */
    private boolean hasEnvelope() {
      return json().has("success");
    }

    /** Whether the call was not refused. */
    public boolean success() {
      return hasEnvelope() ? json().path("success").asBoolean() : status < 300;
    }

    /** What a call gives that must succeed. */
    public JsonNode data() {
      if (!success()) {
        throw new AssertionError(status + " " + text);
      }
      return hasEnvelope() ? json().path("data") : json();
    }

    /** Why it was refused. */
    public String message() {
      return json().path(hasEnvelope() ? "message" : "detail").asText();
    }

    /** The code of that. */
    public String code() {
      return json().path("code").asText();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  public static Calls asStranger(ServerProcess server) {
    return asStranger(server.url(""));
  }

  /** Nobody known, at a server of any kind, by its URL without a path. */
  public static Calls asStranger(String base) {
    return new Calls(base, Map.of());
  }

  public static Calls asApp(ServerProcess server, String app, String password) {
    return asApp(server.url(""), app, password);
  }

  /** An application, as {@link #asStranger(String)}. */
  public static Calls asApp(String base, String app, String password) {
    var login =
        asStranger(base)
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

  public static Calls asUser(ServerProcess server, String user, String password) {
    return asUser(server.url(""), user, password);
  }

  /** A user, as {@link #asStranger(String)}. */
  public static Calls asUser(String base, String user, String password) {
    return withToken(base, logIn(base, user, password).data().path("jwtToken").asText());
  }

  /** A user who has a token. */
  public static Calls withToken(String base, String token) {
    return new Calls(base, Map.of(USER_TOKEN, token));
  }

  /** Tries a password. */
  public static Answer logIn(String base, String user, String password) {
    var credentials = Map.of("username", user, "password", password, "encryption", "none");
    return asStranger(base)
        .post(
            "/auth/thirdPartyLoginDirect",
            Map.of("loginType", "PWJB", "originParams", write(credentials)));
  }

  public static Calls asAdmin(ServerProcess server) {
    return asUser(server, "ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  /** The same caller with one more header. */
  public Calls with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Calls(base, more);
  }

  /** The same caller at another server. */
  public Calls at(String otherBase) {
    return new Calls(otherBase, headers);
  }

  /** The token of a user. */
  public String token() {
    return headers.get(USER_TOKEN);
  }

  /** Reads. */
  public Answer get(String path) {
    return call("GET", path, null);
  }

  /** Sends. */
  public Answer post(String path, Object body) {
    return call("POST", path, body);
  }

  /** Sends nothing. */
  public Answer post(String path) {
    return call("POST", path, null);
  }

  /** Deletes. */
  public Answer delete(String path) {
    return call("DELETE", path, null);
  }

  /** A call; a body that is no text is sent as JSON. */
  public Answer call(String method, String path, Object body) {
    try {
      var text = body == null || body instanceof String ? body : write(body);
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

  /** A value as JSON. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A map that may hold nulls; names and values in turn. */
  public static Map<String, Object> map(Object... pairs) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
