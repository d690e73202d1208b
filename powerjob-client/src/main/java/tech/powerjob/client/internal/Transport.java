package tech.powerjob.client.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import tech.powerjob.client.ClientConfig;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.exception.PowerJobException;

/**
 * Sends calls to one of several servers. A server that cannot be connected to is skipped; once a
 * server may have begun with a call that is not repeatable, no other one is asked. Thread-safe.
 */
public final class Transport {
  /** Answers of an application server without the application, or with one that is not ready. */
  private static final Set<Integer> ABSENT = Set.of(404, 503);

  private final ClientConfig config;
  private final ServerList servers;
  private final HttpClient http;
  private final Duration timeout;

  public Transport(ClientConfig config) {
    this.config = config;
    servers = new ServerList(config);
    var connect = seconds(config.getConnectionTimeout());
    timeout =
        connect.plus(seconds(config.getWriteTimeout())).plus(seconds(config.getReadTimeout()));
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .build();
  }

  private static Duration seconds(Integer value) {
    return Duration.ofSeconds(value == null ? ClientConfig.DEFAULT_TIMEOUT : value);
  }

  /**
   * Sends a call.
   *
   * @param headers of this call, besides the configured ones
   * @throws PowerJobException if no server answers, or one answers something else than HTTP 200;
   *     each failure is suppressed in it
   */
  public Answer send(Request request, Map<String, String> headers) {
    var failure = new PowerJobException("no server available when send post request");
    NotThereException notThere = null;
    for (var address : servers.inOrder()) {
      try {
        var answer = send(address, request, headers);
        servers.answered(address);
        return answer;
      } catch (NotThereException e) {
        notThere = e;
      } catch (ConnectException | HttpConnectTimeoutException e) {
        failure.addSuppressed(said(address, "cannot be connected to", e));
      } catch (IOException e) {
        if (!request.repeatable()) {
          throw said(
              address,
              "was asked for %s but its answer was lost; it may have been done"
                  .formatted(request.path()),
              e);
        }
        failure.addSuppressed(said(address, "did not answer", e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw said(address, "was not waited for: interrupted", e);
      }
    }
    if (notThere != null) {
      for (var each : failure.getSuppressed()) {
        notThere.addSuppressed(each);
      }
      throw notThere;
    }
    throw failure;
  }

  /** The port answers, but the server behind it starts or stops, and did nothing. */
  private static final class NotThereException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    NotThereException(String message) {
      super(message);
    }
  }

  private static PowerJobException said(String address, String what, Exception cause) {
    return new PowerJobException("server " + address + " " + what + ": " + cause, cause);
  }

  private Answer send(String address, Request request, Map<String, String> headers)
      throws IOException, InterruptedException {
    var builder =
        HttpRequest.newBuilder(uri(address, request.path()))
            .timeout(timeout)
            .header("Content-Type", request.contentType())
            .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    if (config.getDefaultHeaders() != null) {
      config.getDefaultHeaders().forEach(builder::setHeader);
    }
    headers.forEach(builder::setHeader);
    var response =
        http.send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      var what =
          "REMOTE_SERVER_INNER_EXCEPTION: server %s answered HTTP %d to %s"
              .formatted(address, response.statusCode(), request.path());
      throw ABSENT.contains(response.statusCode())
          ? new NotThereException(what)
          : new PowerJobException(what);
    }
    var passed =
        response.headers().firstValue(OpenAPIConstant.RESPONSE_HEADER_AUTH_STATUS).orElse("");
    return new Answer(response.body(), passed.equalsIgnoreCase("false"));
  }

  private URI uri(String address, String path) {
    var trimmed = address.trim().replaceAll("/+$", "");
    var text =
        config.getProtocol().getProtocol() + "://" + trimmed + OpenAPIConstant.WEB_PATH + path;
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new PowerJobException("'%s' in addressList is no host:port".formatted(address), e);
    }
  }
}
