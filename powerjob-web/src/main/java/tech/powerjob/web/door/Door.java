package tech.powerjob.web.door;

import java.util.Set;
import tech.powerjob.web.description.DescriptionPages;
import tech.powerjob.web.gateway.WorkerDoor;
import tech.powerjob.web.live.LiveSocket;
import tech.powerjob.web.page.Area;
import tech.powerjob.web.page.log.LogLinesServlet;

/** What a path leads to. Everything that is not listed here leads nowhere. */
enum Door {
  /** REST resources, which check credentials themselves. */
  REST,
  /** What workers that speak HTTP call; it looks at where they are. */
  WORKER,
  /** A page for users who are logged in. */
  PAGE,
  /** The line of a page, for users who are logged in. */
  LIVE,
  /** Health, the login page, and what pages are made of. */
  OPEN,
  /** The description of the REST calls, for everybody with a login. */
  DESCRIPTION,
  /** The bare address: the first page. */
  START,
  /** Nothing. */
  NOWHERE;

  private static final Set<String> REST_ROOTS =
      Set.of(
          "openApi",
          "api",
          "auth",
          "user",
          "pwjbUser",
          "appInfo",
          "namespace",
          "system",
          "job",
          "instance",
          "workflow",
          "wfInstance",
          "validate");
  private static final int MIN_PARTS = 2;
  private static final int MAX_PARTS = 7;
  private static final Set<String> PAGES = Area.allPages();
  private static final Set<String> OPEN_PATHS =
      Set.of(
          "/login.xhtml",
          "/callback.xhtml",
          "/register.xhtml",
          "/error.xhtml",
          "/health",
          "/health/live",
          "/health/ready",
          "/health/started");
  private static final String FACES_RESOURCES = "/jakarta.faces.resource/";

  /**
   * The door of a path.
   *
   * @param path path within the application, as the server maps it: decoded, without parameters
   */
  static Door of(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return START;
    }
    if (PAGES.contains(path) || path.equals(LogLinesServlet.PATH)) {
      return PAGE;
    }
    if (path.equals(LiveSocket.PATH)) {
      return LIVE;
    }
    if (OPEN_PATHS.contains(path) || path.startsWith(FACES_RESOURCES)) {
      return OPEN;
    }
    if (DescriptionPages.covers(path)) {
      return DESCRIPTION;
    }
    if (path.startsWith(WorkerDoor.ROOT)) {
      return isRestPath(path) ? WORKER : NOWHERE;
    }
    return isRestPath(path) && REST_ROOTS.contains(path.substring(1, path.indexOf('/', 1)))
        ? REST
        : NOWHERE;
  }

  /** Two to seven parts of letters, digits, {@code _} and {@code -}, each after a slash. */
  private static boolean isRestPath(String path) {
    int parts = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-';
      boolean slash = c == '/' && i + 1 < path.length() && path.charAt(i + 1) != '/';
      if (!plain && !slash || i == 0 && !slash) {
        return false;
      }
      parts += slash ? 1 : 0;
    }
    return parts >= MIN_PARTS && parts <= MAX_PARTS;
  }
}
