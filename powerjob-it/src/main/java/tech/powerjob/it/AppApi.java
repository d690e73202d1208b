package tech.powerjob.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tech.powerjob.common.OpenAPIConstant;

/** What an application reads over REST calls that PowerJob's client does not know. */
public final class AppApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final String appId;
  private final String token;

  private AppApi(String server, String appName, String password) {
    this.server = server;
    var body = Map.of("appName", appName, "encryptedPassword", password, "encryptType", "none");
    try {
      var answer =
          send(
              HttpRequest.newBuilder(URI.create(server + "/openApi/authApp"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
      appId = answer.path("appId").asText();
      token = answer.path("token").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Logs in as an application. */
  public static AppApi login(ServerProcess server, String appName, String password) {
    return new AppApi(server.url(""), appName, password);
  }

  /**
   * Reads a resource.
   *
   * @return what it answers
   * @throws IllegalStateException if the server refuses
   */
  public JsonNode get(String path) {
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .header(OpenAPIConstant.REQUEST_HEADER_APP_ID, appId)
            .header(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN, token));
  }

  private JsonNode send(HttpRequest.Builder builder) {
    var request = builder.timeout(ANSWER).build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "%s was answered %d: %s"
                .formatted(request.uri().getPath(), answer.statusCode(), answer.body()));
      }
      var body = JSON.readTree(answer.body());
      if (request.uri().getPath().startsWith("/api/")) {
        return body; // Our own calls answer without PowerJob's envelope.
      }
      if (!body.path("success").asBoolean()) {
        throw new IllegalStateException(
            "%s was refused: %s".formatted(request.uri().getPath(), answer.body()));
      }
      return body.path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri().getPath() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
