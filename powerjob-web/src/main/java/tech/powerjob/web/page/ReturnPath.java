package tech.powerjob.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where somebody wanted to go who had to log in first: so a shared link leads to its page, and a
 * page that was open when the server went down comes back as it was.
 */
public final class ReturnPath {
  private static final String COOKIE = "POWERJOB_RETURN";
  private static final int SECONDS = 900;

  private ReturnPath() {}

  /**
   * Remembers the page that was asked for.
   *
   * @param page its path in the application
   */
  public static void remember(
      HttpServletRequest request, HttpServletResponse response, String page) {
    boolean asked = request.getMethod().equals("GET") && request.getQueryString() != null;
    var query = asked ? "?" + request.getQueryString() : PageQuery.of(request);
    set(request, response, encode(page + query), SECONDS);
  }

  /** The page to go to after the login, with its query; forgotten by this. */
  public static Optional<String> take(HttpServletRequest request, HttpServletResponse response) {
    var cookies = request.getCookies();
    if (cookies == null) {
      return Optional.empty();
    }
    var wanted =
        Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(cookie -> decode(cookie.getValue()))
            .filter(ReturnPath::isPage)
            .findFirst();
    set(request, response, "", 0);
    return wanted;
  }

  /** Nothing but a page of ours: what a cookie says is not to be trusted. */
  static boolean isPage(String path) {
    int query = path.indexOf('?');
    var page = query < 0 ? path : path.substring(0, query);
    return Area.allPages().contains(page)
        && (query < 0 || PageQuery.isPlain(path.substring(query)));
  }

  private static void set(
      HttpServletRequest request, HttpServletResponse response, String value, int seconds) {
    var cookie = new Cookie(COOKIE, value);
    cookie.setHttpOnly(true);
    cookie.setPath(request.getContextPath() + "/");
    cookie.setMaxAge(seconds);
    cookie.setSecure(request.isSecure());
    response.addCookie(cookie);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
