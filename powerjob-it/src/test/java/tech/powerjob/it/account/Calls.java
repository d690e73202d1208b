package tech.powerjob.it.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** REST calls of one caller; answers are told as they are, refused ones too. */
final class Calls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** What came back. */
  record Answer(int status, JsonNode body) {
    /** PowerJob's calls answer in an envelope, ours under {@code /api/v1} by their status. */
    private boolean hasEnvelope() {
      return body.has("success");
    }

    boolean success() {
      return hasEnvelope() ? body.path("success").asBoolean() : status < 300;
    }

    JsonNode data() {
      if (!success()) {
        throw new AssertionError("refused: " + body);
      }
      return hasEnvelope() ? body.path("data") : body;
    }

    String message() {
      return body.path(hasEnvelope() ? "message" : "detail").asText();
    }

    String code() {
      return body.path("code").asText();
    }
  }

  private final String server;
  private final Map<String, String> headers;

  private Calls(String server, Map<String, String> headers) {
    this.server = server;
    this.headers = headers;
  }

  /** A caller without credentials. */
  static Calls stranger(String server) {
    return new Calls(server, Map.of());
  }

  /** A user with a token. */
  static Calls user(String server, String token) {
    return new Calls(server, Map.of("PowerJwt", token));
  }

  /** A user who logs in with name and password. */
  static Calls login(String server, String username, String password) {
    return user(server, logIn(server, username, password).data().path("jwtToken").asText());
  }

  static Answer logIn(String server, String username, String password) {
    return stranger(server)
        .post(
            "/auth/thirdPartyLoginDirect",
            Map.of(
                "loginType",
                "PWJB",
                "originParams",
                write(Map.of("username", username, "password", password, "encryption", "none"))));
  }

  /** An application that logs in. */
  static Calls app(String server, String name, String password) {
    var data =
        stranger(server)
            .post(
                "/openApi/authApp",
                Map.of("appName", name, "encryptedPassword", password, "encryptType", "none"))
            .data();
    return new Calls(
        server,
        Map.of(
            "X-POWERJOB-ACCESS-TOKEN",
            data.path("token").asText(),
            "X-POWERJOB-APP-ID",
            data.path("appId").asText()));
  }

  /** The same caller at another server. */
  Calls at(String otherServer) {
    return new Calls(otherServer, headers);
  }

  String token() {
    return headers.get("PowerJwt");
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server + path)).GET());
  }

  Answer delete(String path) {
    return send(HttpRequest.newBuilder(URI.create(server + path)).DELETE());
  }

  Answer post(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  Answer post(String path, Object body) {
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(write(body))));
  }

  private Answer send(HttpRequest.Builder request) {
    headers.forEach(request::header);
    try {
      var answer =
          HTTP.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      var text = answer.body();
      return new Answer(
          answer.statusCode(), text.isBlank() ? JSON.createObjectNode() : JSON.readTree(text));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A map that may hold nulls; names and values in turn. */
  static Map<String, Object> map(Object... pairs) {
    var map = new HashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
