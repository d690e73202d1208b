package tech.powerjob.official.processors.impl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Sends one HTTP request, described by a JSON object {@code {method, url, timeout, mediaType, body,
 * headers, successCodes}}. Status 200 is a success, unless {@code successCodes} says otherwise: a
 * list of codes, ranges and classes, such as {@code [200, "202-204", "3xx"]}. Header values and
 * bodies are not logged, since they may hold secrets.
 */
public class HttpProcessor extends OfficialProcessor {
  /**
   * The parameters.
   *
   * @param timeout of the whole call, in seconds
   */
  record Parameters(
      String method,
      String url,
      Integer timeout,
      String mediaType,
      String body,
      Map<String, String> headers,
      JsonNode successCodes) {}

  private static final int DEFAULT_TIMEOUT = 60;
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");
  private static final String CONTENT_TYPE = "Content-Type";
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

  /** Longest part of an answer that is read, in bytes; results are cut far below. */
  private static final int MAX_ANSWER = 64 << 10;

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var text = parameters(context);
    if (text == null || text.isBlank()) {
      return new ProcessResult(false, "httpParams is null, please check jobParam configuration.");
    }
    var parameters = parse(text, Parameters.class);
    if (parameters.url() == null || parameters.url().isBlank()) {
      return new ProcessResult(false, "url can't be empty!");
    }
    var success =
        parameters.successCodes() == null || parameters.successCodes().isNull()
            ? StatusCodes.DEFAULT
            : StatusCodes.of(parameters.successCodes());
    var request = request(parameters);
    context.getOmsLogger().info("{} {}", request.method(), withoutQuery(request.uri()));
    var response = answer(request);
    int code = response.statusCode();
    return new ProcessResult(
        success.contain(code),
        "code:%d, body:%s".formatted(code, new String(response.body(), charset(response))));
  }

  private HttpResponse<byte[]> answer(HttpRequest request) throws Exception {
    var limit = request.timeout().orElseThrow();
    var call = http.sendAsync(request, answer -> new BoundedBody(MAX_ANSWER));
    try {
      // The request's own timeout ends with the headers of the answer.
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer within %d s".formatted(limit.toSeconds()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : e;
    } finally {
      call.cancel(true);
    }
  }

  private static HttpRequest request(Parameters parameters) {
    var method = method(parameters.method());
    int timeout = parameters.timeout() == null ? DEFAULT_TIMEOUT : parameters.timeout();
    if (timeout < 1) {
      throw new IllegalArgumentException(
          "timeout is %d but must be at least 1 second".formatted(timeout));
    }
    var builder = HttpRequest.newBuilder(uri(parameters.url()));
    builder.timeout(Duration.ofSeconds(timeout));
    if (method.equals("GET")) {
      builder.GET();
    } else {
      var body =
          parameters.body() == null || parameters.body().isEmpty() ? "{}" : parameters.body();
      builder.method(method, BodyPublishers.ofString(body));
      var type = mediaType(parameters.mediaType(), body);
      if (type != null) {
        builder.setHeader(CONTENT_TYPE, type);
      }
    }
    if (parameters.headers() != null) {
      parameters.headers().forEach(builder::setHeader);
    }
    return builder.build();
  }

  private static String method(String given) {
    if (given == null || given.isBlank()) {
      return "GET";
    }
    var method = given.trim().toUpperCase(Locale.ROOT);
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException(
          "method is '%s' but must be one of %s"
              .formatted(given, METHODS.stream().sorted().toList()));
    }
    return method;
  }

  private static URI uri(String url) {
    var trimmed = url.trim();
    var whole = trimmed.toLowerCase(Locale.ROOT).startsWith("http") ? trimmed : "http://" + trimmed;
    try {
      return URI.create(whole);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url is no URL: " + e.getCause().getMessage(), e);
    }
  }

  private static URI withoutQuery(URI uri) {
    return URI.create(uri.toString().replaceFirst("[?#].*", ""));
  }

  private static String mediaType(String given, String body) {
    if (given != null && !given.isBlank()) {
      return given;
    }
    return isJson(body) ? "application/json" : null;
  }

  private static Charset charset(HttpResponse<?> response) {
    var matcher = CHARSET.matcher(response.headers().firstValue(CONTENT_TYPE).orElse(""));
    if (matcher.find()) {
      try {
        return Charset.forName(matcher.group(1));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        return StandardCharsets.UTF_8;
      }
    }
    return StandardCharsets.UTF_8;
  }
}
