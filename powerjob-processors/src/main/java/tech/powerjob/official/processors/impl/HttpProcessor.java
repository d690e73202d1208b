package tech.powerjob.official.processors.impl;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Sends one HTTP request, described by a JSON object {@code {method, url, timeout, mediaType, body,
 * headers}}. Any status from 200 to 299 is a success. Header values and bodies are not logged,
 * since they may hold secrets.
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
      Map<String, String> headers) {}

  private static final int DEFAULT_TIMEOUT = 60;
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");
  private static final String CONTENT_TYPE = "Content-Type";
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

  /** Longest part of an answer that is read, in characters; results are cut far below. */
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
    var request = request(parameters);
    context.getOmsLogger().info("{} {}", request.method(), withoutQuery(request.uri()));
    var response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    int code = response.statusCode();
    return new ProcessResult(code / 100 == 2, "code:%d, body:%s".formatted(code, answer(response)));
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

  private static String answer(HttpResponse<InputStream> response) throws IOException {
    try (Reader reader = new InputStreamReader(response.body(), charset(response))) {
      var buffer = new char[MAX_ANSWER];
      int length = 0;
      int read = reader.read(buffer);
      while (read > 0) {
        length += read;
        read = length < MAX_ANSWER ? reader.read(buffer, length, MAX_ANSWER - length) : -1;
      }
      return new String(buffer, 0, length);
    }
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
