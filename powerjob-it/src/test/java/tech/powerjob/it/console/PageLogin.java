package tech.powerjob.it.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Logs in on the login page, as a browser does that runs no scripts. */
public final class PageLogin {
  private static final Pattern STATE =
      Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern NONCE =
      Pattern.compile("name=\"primefaces.nonce\" value=\"([^\"]*)\"");

  private PageLogin() {}

  /**
   * The cookies of somebody who is logged in, as a request's header has them.
   *
   * @param address {@code host:port}
   */
  public static String cookies(String address, String user, String password)
      throws IOException, InterruptedException {
    var jar = new CookieManager();
    var http = HttpClient.newBuilder().cookieHandler(jar).build();
    var login = URI.create("http://" + address + "/login.xhtml");
    var page =
        http.send(HttpRequest.newBuilder(login).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    var fields = new LinkedHashMap<String, String>();
    fields.put("login", "login");
    fields.put("login:username", user);
    fields.put("login:password", password);
    fields.put("login:submit", "x");
    fields.put("login:zone", "UTC");
    fields.put("primefaces.nonce", find(NONCE, page));
    fields.put("jakarta.faces.ViewState", find(STATE, page));
    var form =
        fields.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    http.send(
        HttpRequest.newBuilder(login)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.discarding());
    return jar.getCookieStore().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String find(Pattern pattern, String text) {
    var found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("the login page has no " + pattern);
    }
    return found.group(1);
  }
}
