package tech.powerjob.web.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.server.account.UserIdentity;

/**
 * Lets a page open its line: a logged-in user, from a page of this server. Browsers let every page
 * of the web open a line to every server and send the cookies along, and say only in the header
 * Origin which page that is.
 */
@ApplicationScoped
public class LiveDoor {
  private static final Logger LOG = LoggerFactory.getLogger(LiveDoor.class);

  @Inject Settings settings;
  @Inject Lines lines;

  /** Answers, or lets through. */
  public void open(
      Optional<UserIdentity> user,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    if (response.isCommitted()) {
      // Payara comes by once more with the request of a line that ends.
      return;
    }
    if (user.isEmpty()) {
      refuse(response, HttpServletResponse.SC_UNAUTHORIZED, "Log in first.");
    } else if (user.get().mustChangePassword()) {
      refuse(response, HttpServletResponse.SC_FORBIDDEN, "Change the password first.");
    } else if (!isOwn(
        request.getHeader("Origin"), request.getHeader("Host"), settings.httpPublicAddress())) {
      LOG.warn("A page of {} wanted to listen", printable(request.getHeader("Origin")));
      refuse(response, HttpServletResponse.SC_FORBIDDEN, "This page is not of this server.");
    } else if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      response.setHeader("Upgrade", "websocket");
      refuse(response, UPGRADE_REQUIRED, "Only WebSockets are spoken here.");
    } else if (lines.isFull(user.get().id())) {
      refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "Too many lines are open.");
    } else {
      Viewing.admit(user.get(), request.getSession());
      chain.doFilter(request, response);
    }
  }

  private static final int UPGRADE_REQUIRED = 426;

  /**
   * Whether a page is of this server: what its address says is where the request was sent, or where
   * this server says that it is.
   */
  static boolean isOwn(String origin, String host, String publicAddress) {
    if (origin == null) {
      return false;
    }
    try {
      var page = URI.create(origin);
      if (page.getAuthority() == null || page.getScheme() == null) {
        return false;
      }
      var scheme = page.getScheme().toLowerCase(Locale.ROOT);
      if (!scheme.equals("http") && !scheme.equals("https")) {
        return false;
      }
      var here = full(page.getAuthority(), scheme);
      return (host != null && here.equals(full(host, scheme)))
          || here.equals(full(publicAddress, scheme));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** With the port that may be left out. */
  private static String full(String authority, String scheme) {
    var name = authority.toLowerCase(Locale.ROOT);
    boolean withPort = name.lastIndexOf(':') > name.lastIndexOf(']');
    return withPort ? name : name + (scheme.equals("https") ? ":443" : ":80");
  }

  private static String printable(String origin) {
    return origin == null
        ? "nowhere"
        : origin.replaceAll("[^\\x21-\\x7e]", "?").substring(0, Math.min(origin.length(), 100));
  }

  private static void refuse(HttpServletResponse response, int status, String text)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().write(text + "\n");
  }
}
