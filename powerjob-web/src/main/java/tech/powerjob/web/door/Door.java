package tech.powerjob.web.door;

import java.util.Set;
import java.util.regex.Pattern;

/** What a path leads to. Everything that is not listed here leads nowhere. */
enum Door {
  /** REST resources, which check credentials themselves. */
  REST,
  /** A page for users who are logged in. */
  PAGE,
  /** Health, the login page, and what pages are made of. */
  OPEN,
  /** The bare address: the first page. */
  START,
  /** Nothing. */
  NOWHERE;

  private static final Set<String> REST_ROOTS =
      Set.of("openApi", "api", "auth", "appInfo", "namespace", "system", "job", "instance");
  private static final Pattern REST_PATH = Pattern.compile("(/[A-Za-z0-9_-]+){2,6}");
  private static final Set<String> PAGES = Set.of("/jobs.xhtml", "/instances.xhtml");
  private static final Set<String> OPEN_PATHS =
      Set.of(
          "/login.xhtml",
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
    if (PAGES.contains(path)) {
      return PAGE;
    }
    if (OPEN_PATHS.contains(path) || path.startsWith(FACES_RESOURCES)) {
      return OPEN;
    }
    if (REST_PATH.matcher(path).matches() && REST_ROOTS.contains(path.split("/", 3)[1])) {
      return REST;
    }
    return NOWHERE;
  }
}
