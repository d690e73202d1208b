package tech.powerjob.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.PageClient;
import tech.powerjob.it.ServerProcess;

/** The administrator at the console and its REST calls, without a browser. Not thread-safe. */
final class ConsoleVisitor {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FILE =
      Pattern.compile("(?:src|href)=\"([^\"]*jakarta\\.faces\\.resource[^\"]*)\"");

  private final String base;
  private final PageClient pages;
  private String token = "";

  /**
   * Somebody who has not logged in.
   *
   * @param base URL of the server without a path
   */
  ConsoleVisitor(String base) {
    this.base = base;
    pages = new PageClient(base);
  }

  /** Logs in to the REST calls and to the pages. */
  void logIn() {
    token = AdminApi.login(base, ServerProcess.ADMIN_PASSWORD).token();
    pages.logIn("ADMIN", ServerProcess.ADMIN_PASSWORD);
  }

  /** A page as text. */
  String page(String path) {
    return checked(pages.get(path));
  }

  /** The answer of a REST call. */
  String get(String path) {
    return call(pages.request(path).GET());
  }

  /** The answer of a REST call with a body. */
  String post(String path, Map<String, ?> body) throws JsonProcessingException {
    return call(
        pages
            .request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private String call(HttpRequest.Builder request) {
    return checked(pages.send(request.header("PowerJwt", token), BodyHandlers.ofString()));
  }

  private static String checked(HttpResponse<String> answer) {
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
  long bytesOfFirstLoad(String path) {
    var html = page(path);
    Set<String> files = new LinkedHashSet<>();
    FILE.matcher(html).results().forEach(each -> files.add(each.group(1).replace("&amp;", "&")));
    long bytes = compressed(path).length;
    for (var file : files) {
      bytes += compressed(file).length;
    }
    return bytes;
  }

  private byte[] compressed(String path) {
    return pages
        .send(
            pages.request(path).header("Accept-Encoding", "gzip").GET(), BodyHandlers.ofByteArray())
        .body();
  }
}
