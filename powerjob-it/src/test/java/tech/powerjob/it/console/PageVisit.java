package tech.powerjob.it.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tech.powerjob.it.ServerProcess;

/**
 * Somebody at the console without a browser, so that they can send what no page of theirs offers.
 * Not thread-safe.
 */
final class PageVisit {
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");
  private static final Pattern NONCE = Pattern.compile("<script[^>]* nonce=\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .cookieHandler(new CookieManager())
          .build();
  private final ServerProcess server;
  private String path;
  private String page;

  private PageVisit(ServerProcess server) {
    this.server = server;
  }

  /** Logs in. */
  static PageVisit of(ServerProcess server, String user, String password) {
    var visit = new PageVisit(server);
    visit.open("/login.xhtml");
    var answer =
        visit.send(
            Map.of(
                "login",
                "login",
                "login:username",
                user,
                "login:password",
                password,
                "login:submit",
                "x"));
    if (!answer.contains("class=\"shell\"")) {
      throw new AssertionError(user + " is not logged in: " + answer);
    }
    return visit;
  }

  /** Goes to a page and says what it shows. */
  String open(String path) {
    this.path = path;
    page = call(HttpRequest.newBuilder(URI.create(server.url(path))).GET());
    return page;
  }

  /** What the page sends when a script calls one of its commands. */
  String command(String name, Map<String, String> parameters) {
    var id =
        first(Pattern.compile(Pattern.quote(name) + "\\s*=\\s*function\\(.*?s:\"([^\"]+)\""), page);
    return submit(id, parameters);
  }

  /** What a button of that id sends, whether the page has it or not. */
  String submit(String id, Map<String, String> parameters) {
    var form = id.substring(0, id.indexOf(':'));
    var sent = new LinkedHashMap<String, String>();
    sent.put("jakarta.faces.partial.ajax", "true");
    sent.put("jakarta.faces.source", id);
    sent.put("jakarta.faces.partial.execute", "@all");
    sent.put(form, form);
    sent.put(id, id);
    sent.putAll(parameters);
    return send(sent);
  }

  /** Whether the page has a command of that name. */
  boolean offers(String name) {
    return page.matches("(?s).*\\b" + Pattern.quote(name) + "\\s*=\\s*function.*");
  }

  /** Ids of the buttons of a form, in the order of the page. */
  List<String> buttons(String form) {
    return Pattern.compile(
            "<button[^>]* id=\"(" + form + ":[^\"]+)\"|<button id=\"(" + form + ":[^\"]+)\"")
        .matcher(page)
        .results()
        .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
        .toList();
  }

  private String send(Map<String, String> parameters) {
    var all = new ArrayList<String>();
    parameters.forEach((name, value) -> all.add(encode(name) + "=" + encode(value)));
    all.add("jakarta.faces.ViewState=" + encode(first(STATE, page)));
    all.add("primefaces.nonce=" + encode(nonce()));
    var query = path.contains("?") ? path.substring(path.indexOf('?')) : "";
    return call(
        HttpRequest.newBuilder(
                URI.create(server.url(path.contains("?") ? path.split("\\?")[0] : path)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Page-Query", query)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    all.stream().collect(Collectors.joining("&")))));
  }

  private String nonce() {
    return NONCE.matcher(page).results().findFirst().map(found -> found.group(1)).orElse("");
  }

  private static String first(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .findFirst()
        .map((MatchResult found) -> found.group(1))
        .orElseThrow(() -> new AssertionError("nothing like " + pattern + " in " + text));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String call(HttpRequest.Builder builder) {
    var request = builder.timeout(Duration.ofSeconds(30)).build();
    try {
      HttpResponse<String> answer;
      try {
        answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      } catch (HttpTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // The server ends a connection after so many requests; this one it has not read.
        answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      }
      // The page that says so names no permission.
      return answer.uri().toString().contains("denied=1")
          ? "denied=1 " + answer.body()
          : answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(path + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
