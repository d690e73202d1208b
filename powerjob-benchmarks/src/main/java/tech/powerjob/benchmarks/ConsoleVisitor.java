package tech.powerjob.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tech.powerjob.it.ServerProcess;

/** The administrator at the console and its REST calls, without a browser. Not thread-safe. */
final class ConsoleVisitor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern NONCE =
      Pattern.compile("name=\"primefaces.nonce\" value=\"([^\"]*)\"");
  private static final Pattern FILE =
      Pattern.compile("(?:src|href)=\"([^\"]*jakarta\\.faces\\.resource[^\"]*)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final String base;
  private String token = "";

  /**
   * Somebody who has not logged in.
   *
   * @param base URL of the server without a path
   */
  ConsoleVisitor(String base) {
    this.base = base;
  }

  /** Logs in to the REST calls and to the pages. */
  void logIn() throws IOException, InterruptedException {
    var credentials =
        JSON.writeValueAsString(
            Map.of("username", "ADMIN", "password", ServerProcess.ADMIN_PASSWORD));
    token =
        JSON.readTree(
                post(
                    "/auth/thirdPartyLoginDirect",
                    Map.of("loginType", "PWJB", "originParams", credentials)))
            .path("data")
            .path("jwtToken")
            .asText();
    var page = page("/login.xhtml");
    var fields = new LinkedHashMap<String, String>();
    fields.put("login", "login");
    fields.put("login:username", "ADMIN");
    fields.put("login:password", ServerProcess.ADMIN_PASSWORD);
    fields.put("login:submit", "x");
    fields.put("login:zone", "UTC");
    fields.put("primefaces.nonce", find(NONCE, page));
    fields.put("jakarta.faces.ViewState", find(STATE, page));
    var form =
        fields.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(base + "/login.xhtml"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    if (answer.contains("login:username")) {
      throw new IllegalStateException("the console did not let the administrator in");
    }
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static String find(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("the login page has no " + pattern);
    }
    return found.group(1);
  }

  /** A page as text. */
  String page(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
  }

  /** The answer of a REST call. */
  String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(base + path)).header("PowerJwt", token).GET());
  }

  /** The answer of a REST call with a body. */
  String post(String path, Map<String, ?> body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("PowerJwt", token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 400 || answer.body().contains("\"success\":false")) {
      throw new IllegalStateException(
          "%s was answered %d: %s"
              .formatted(
                  answer.uri(),
                  answer.statusCode(),
                  answer.body().substring(0, Math.min(300, answer.body().length()))));
    }
    return answer.body();
  }

  /** Bytes on the wire of a page and all that it names, as a browser that has nothing yet loads. */
  long bytesOfFirstLoad(String path) throws IOException, InterruptedException {
    var html = page(path);
    Set<String> files = new LinkedHashSet<>();
    FILE.matcher(html).results().forEach(each -> files.add(each.group(1).replace("&amp;", "&")));
    long bytes = compressed(path).length;
    for (var file : files) {
      bytes += compressed(file).length;
    }
    return bytes;
  }

  private byte[] compressed(String path) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept-Encoding", "gzip")
                .GET()
                .build(),
            BodyHandlers.ofByteArray());
    return answer.body();
  }
}
