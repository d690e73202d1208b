package tech.powerjob.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody at the console's pages, as with a browser that runs no scripts. Not thread-safe. */
public final class PageClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"");

  /** Of the login page, which has no scripts of PrimeFaces, and of the others. */
  private static final Pattern NONCE =
      Pattern.compile("(?:name=\"primefaces.nonce\" value|<script[^>]* nonce)=\"([^\"]+)\"");

  /** What only the pages have that somebody sees who is logged in. */
  private static final String INSIDE = "class=\"shell\"";

  private final CookieManager cookies = new CookieManager();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .cookieHandler(cookies)
          .build();
  private final String base;

  /**
   * Somebody who has not logged in.
   *
   * @param base URL of a server of any kind without a path
   */
  public PageClient(String base) {
    this.base = base;
  }

  /** Fills in the login page; fails unless the console is shown then. */
  public PageClient logIn(String user, String password) {
    var page = get("/login.xhtml").body();
    var fields = new LinkedHashMap<String, String>();
    fields.put("login", "login");
    fields.put("login:username", user);
    fields.put("login:password", password);
    fields.put("login:submit", "x");
    fields.put("login:zone", "UTC");
    var shown = post("/login.xhtml", page, fields).body();
    if (!shown.contains(INSIDE)) {
      throw new IllegalStateException(user + " is not logged in: " + shown);
    }
    return this;
  }

  /** The cookies, as the header of a request has them. */
  public String cookies() {
    return cookies.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  /** A page. */
  public HttpResponse<String> get(String path) {
    return send(request(path).GET(), HttpResponse.BodyHandlers.ofString());
  }

  /**
   * What a form sends.
   *
   * @param path of its page, with the query
   * @param page what was shown of it
   * @param fields without those that every form has
   */
  public HttpResponse<String> post(String path, String page, Map<String, String> fields) {
    var all = new LinkedHashMap<>(fields);
    all.put("jakarta.faces.ViewState", find(STATE, page));
    all.put("primefaces.nonce", find(NONCE, page));
    int query = path.indexOf('?');
    return send(
        request(query < 0 ? path : path.substring(0, query))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Page-Query", query < 0 ? "" : path.substring(query))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    all.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&")))),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String find(Pattern pattern, String page) {
    var found = pattern.matcher(page);
    if (!found.find()) {
      throw new IllegalStateException("nothing like " + pattern + " in " + page);
    }
    return found.group(1);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A request to be sent with {@link #send}. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
  }

  /** Sends anything to the same server, as the same person. */
  public <T> HttpResponse<T> send(HttpRequest.Builder builder, HttpResponse.BodyHandler<T> answer) {
    var request = builder.build();
    try {
      try {
        return http.send(request, answer);
      } catch (HttpTimeoutException e) {
        throw e;
      } catch (IOException e) {
        // The server ends a connection after so many requests; this one it has not read.
        return http.send(request, answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
