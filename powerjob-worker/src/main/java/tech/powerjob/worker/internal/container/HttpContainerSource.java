package tech.powerjob.worker.internal.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.worker.internal.connection.LinkException;
import tech.powerjob.worker.internal.connection.ServerAccess;

/**
 * Containers from servers by HTTP. The worker's token goes to servers of its own and to nobody
 * else, whatever a download address says; redirects are not followed. Thread-safe.
 */
final class HttpContainerSource implements ContainerSource {
  /** PowerJob's limits, and one for questions. */
  record Limits(Duration connect, Duration answer, Duration download) {
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(300));
  }

  private final ServerAccess servers;
  private final Limits limits;
  private final HttpClient http;
  private final ObjectMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  HttpContainerSource(ServerAccess servers) {
    this(servers, Limits.DEFAULT);
  }

  HttpContainerSource(ServerAccess servers, Limits limits) {
    this.servers = servers;
    this.limits = limits;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connect)
            .build();
  }

  @Override
  public Optional<DeployContainer> find(long containerId) throws IOException, InterruptedException {
    return ofAnyServer(server -> ask(server, containerId));
  }

  private Optional<DeployContainer> ask(String server, long containerId)
      throws IOException, InterruptedException {
    var request = request(server + DeployContainer.path(containerId), login(server));
    var response = send(request, HttpResponse.BodyHandlers.ofString(), limits.answer);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    requireOk(response);
    try {
      var answer = json.readValue(response.body(), DeployContainer.class);
      if (answer != null && answer.containerId() == containerId) {
        return Optional.of(answer);
      }
    } catch (JsonProcessingException e) {
      throw new IOException("answered something that is no container", e);
    }
    throw new IOException("answered another container");
  }

  @Override
  public void download(DeployContainer container, Path target, long maxBytes)
      throws IOException, InterruptedException {
    var url = String.valueOf(container.downloadUrl());
    if (url.startsWith("/")) {
      ofAnyServer(server -> fetch(server + url, login(server), target, maxBytes));
    } else if (url.startsWith("http://") || url.startsWith("https://")) {
      fetch(url, headersFor(url), target, maxBytes);
    } else {
      throw new IOException(
          "downloadUrl is '%s' but must begin with http://, https:// or /".formatted(url));
    }
  }

  private Map<String, String> headersFor(String url) throws IOException {
    for (var server : servers.servers()) {
      if (url.startsWith(server + "/")) {
        return login(server);
      }
    }
    return Map.of();
  }

  private Map<String, String> login(String server) throws IOException {
    try {
      return servers.login(server);
    } catch (LinkException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Path fetch(String url, Map<String, String> headers, Path target, long maxBytes)
      throws IOException, InterruptedException {
    try {
      var response =
          send(
              request(url, headers),
              info ->
                  info.statusCode() == 200
                      ? new LimitedBody<>(HttpResponse.BodySubscribers.ofFile(target), maxBytes)
                      : HttpResponse.BodySubscribers.replacing(target),
              limits.download);
      requireOk(response);
      return target;
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  private static HttpRequest request(String url, Map<String, String> headers) throws IOException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url)).GET();
      headers.forEach(request::header);
      return request.build();
    } catch (IllegalArgumentException e) {
      throw new IOException("'%s' is no address".formatted(url), e);
    }
  }

  /** With a limit for the whole, body and all: the client's own ends with the first byte. */
  private <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, Duration limit)
      throws IOException, InterruptedException {
    var answer = http.sendAsync(request, body);
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("took longer than %d s".formatted(limit.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() != null ? cause.getMessage() : cause.toString();
  }

  private static void requireOk(HttpResponse<?> response) throws IOException {
    if (response.statusCode() != 200) {
      throw new IOException("answered HTTP " + response.statusCode());
    }
  }

  private interface Call<T> {
    T to(String server) throws IOException, InterruptedException;
  }

  private <T> T ofAnyServer(Call<T> call) throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (var server : servers.servers()) {
      try {
        return call.to(server);
      } catch (IOException e) {
        reasons.add(server + " " + e.getMessage());
      }
    }
    throw new IOException(
        reasons.isEmpty() ? "there is no server to ask" : String.join("; ", reasons));
  }
}
