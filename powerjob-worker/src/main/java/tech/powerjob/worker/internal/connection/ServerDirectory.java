package tech.powerjob.worker.internal.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.EncryptType;
import tech.powerjob.wire.WorkerConnection;

/** Asks a server by HTTP where its broker is. Thread-safe. */
final class ServerDirectory {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

  /** Longest part of a foreign text that gets into an error. */
  private static final int REASON_LIMIT = 200;

  private final String appName;
  private final String password;
  private final ObjectMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  ServerDirectory(String appName, String password) {
    this.appName = appName;
    this.password = password;
  }

  /**
   * Logs in and asks.
   *
   * @param address {@code host:port}, or with a scheme before it
   * @throws LinkException if the server does not answer, refuses, or answers something else
   */
  WorkerConnection ask(String address) throws LinkException {
    var base = base(address);
    var request = request(base, WorkerConnection.PATH).GET();
    login(base).forEach(request::header);
    var answer = send(request.build());
    try {
      return json.treeToValue(answer, WorkerConnection.class);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LinkException("answered something that is no worker connection", e);
    }
  }

  /** The address with a scheme. */
  static String base(String address) {
    return address.contains("://") ? address : "http://" + address;
  }

  /**
   * Logs in.
   *
   * @param base as {@link #base(String)} makes it
   * @return headers that let a request in
   * @throws LinkException if the server does not answer, or refuses
   */
  Map<String, String> login(String base) throws LinkException {
    var login = data(post(base));
    return Map.of(
        OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN,
        login.path("token").asText(),
        OpenAPIConstant.REQUEST_HEADER_APP_ID,
        login.path("appId").asText());
  }

  private JsonNode post(String base) throws LinkException {
    try {
      var body =
          json.writeValueAsString(
              Map.of(
                  "appName",
                  appName,
                  "encryptedPassword",
                  md5(password),
                  "encryptType",
                  EncryptType.MD5.getCode()));
      return send(
          request(base, OpenAPIConstant.WEB_PATH + OpenAPIConstant.AUTH_APP)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a login as JSON", e);
    }
  }

  private static HttpRequest.Builder request(String base, String path) throws LinkException {
    try {
      return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER_TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new LinkException("is no host:port", e);
    }
  }

  private static JsonNode data(JsonNode answer) throws LinkException {
    if (!answer.path("success").asBoolean()) {
      throw new LinkException("refused the login: " + message(answer));
    }
    return answer.path("data");
  }

  private JsonNode send(HttpRequest request) throws LinkException {
    HttpResponse<String> response;
    try {
      response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (HttpConnectTimeoutException e) {
      throw new LinkException("did not connect within %d s".formatted(CONNECT_TIMEOUT.toSeconds()));
    } catch (HttpTimeoutException e) {
      throw new LinkException("did not answer within %d s".formatted(ANSWER_TIMEOUT.toSeconds()));
    } catch (ConnectException e) {
      throw new LinkException("connection refused or host unknown", e);
    } catch (IOException e) {
      throw new LinkException("broke off: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("was interrupted", e);
    }
    return read(response);
  }

  private JsonNode read(HttpResponse<String> response) throws LinkException {
    JsonNode body = null;
    try {
      body = json.readTree(response.body());
    } catch (JsonProcessingException e) {
      // Told below, with the status.
    }
    if (response.statusCode() != 200) {
      throw new LinkException(
          "answered HTTP %d%s"
              .formatted(response.statusCode(), body == null ? "" : ": " + message(body)));
    }
    if (body == null || !body.isObject()) {
      throw new LinkException("answered no JSON; is it a PowerJob server?");
    }
    return body;
  }

  private static String message(JsonNode answer) {
    var text = answer.path("message").asText("without a reason");
    return text.length() <= REASON_LIMIT ? text : text.substring(0, REASON_LIMIT) + "...";
  }

  /** The form in which PowerJob's API takes passwords; the secrecy comes from the transport. */
  private static String md5(String text) {
    try {
      var digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
