package tech.powerjob.web.description;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.web.access.AccessFilter;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.Problem;
import tech.powerjob.web.rest.Problems;

/**
 * The description of the REST calls at {@code /openapi}, as YAML or JSON, and the pages that show
 * it at {@code /openapi/ui}, for those who have a login: a session of the console, or the token of
 * a user or an application. Thread-safe.
 */
@ApplicationScoped
public class DescriptionPages {
  /** Where the description is. */
  public static final String PATH = "/openapi";

  private static final String UI = PATH + "/ui";
  private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion();
  private static final String OWN = "tech/powerjob/web/description";

  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " connect-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
          + " script-src 'self'";

  /**
   * A file of the pages.
   *
   * @param resource where it is on the class path
   */
  private record File(String resource, String type) {}

  private static final Map<String, File> FILES =
      Map.of(
          UI,
          new File(OWN + "/ui.html", "text/html;charset=UTF-8"),
          UI + "/ui.js",
          new File(OWN + "/ui.js", "text/javascript;charset=UTF-8"),
          UI + "/ui.css",
          new File(OWN + "/ui.css", "text/css;charset=UTF-8"),
          UI + "/swagger-ui.css",
          new File(SWAGGER + "/swagger-ui.css", "text/css;charset=UTF-8"),
          UI + "/swagger-ui-bundle.js",
          new File(SWAGGER + "/swagger-ui-bundle.js", "text/javascript;charset=UTF-8"),
          UI + "/favicon.png",
          new File(SWAGGER + "/favicon-32x32.png", "image/png"));

  @Inject ConsoleSession session;
  @Inject AccessTokens tokens;

  /** Whether a path is one of these. */
  public static boolean covers(String path) {
    return path.equals(PATH) || FILES.containsKey(path);
  }

  /** Whether a path is a page that people open. */
  public static boolean isPage(String path) {
    return path.equals(UI);
  }

  private static String swaggerVersion() {
    try (var properties = resource("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      var read = new java.util.Properties();
      read.load(properties);
      return read.getProperty("version");
    } catch (IOException e) {
      throw new IllegalStateException("Swagger UI is not in this application", e);
    }
  }

  private static InputStream resource(String name) {
    var stream = DescriptionPages.class.getClassLoader().getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException(name + " is not in this application");
    }
    return stream;
  }

  /** Whether the caller has a login. */
  public boolean admits(HttpServletRequest request) {
    try {
      var app = request.getHeader(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN);
      if (app != null) {
        tokens.app(request.getHeader(OpenAPIConstant.REQUEST_HEADER_APP_ID), app);
        return true;
      }
      var user = request.getHeader(AccessFilter.USER_TOKEN);
      if (user != null) {
        tokens.user(user);
        return true;
      }
    } catch (PowerJobException e) {
      return false;
    }
    return request.getSession(false) != null && session.user().isPresent();
  }

  /** Answers a caller without a login. */
  public void refuse(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setContentType(Problem.MEDIA_TYPE);
    response
        .getOutputStream()
        .write(
            JsonBody.mapper()
                .writeValueAsBytes(
                    Problems.of(401, "the description is for those who have a login", null)));
  }

  /** Answers a caller who has one. */
  public void answer(String path, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!"GET".equals(request.getMethod()) && !"HEAD".equals(request.getMethod())) {
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    if (path.equals(PATH)) {
      boolean json = wantsJson(request);
      send(
          new File(
              OWN + (json ? "/openapi.json" : "/openapi.yaml"),
              json ? "application/json" : "application/yaml"),
          response);
      return;
    }
    response.setHeader("Content-Security-Policy", POLICY);
    send(FILES.get(path), response);
  }

  /** As MicroProfile OpenAPI says: YAML unless JSON is asked for. */
  private static boolean wantsJson(HttpServletRequest request) {
    var format = request.getParameter("format");
    if (format != null) {
      return format.equalsIgnoreCase("json");
    }
    var accept = request.getHeader("Accept");
    return accept != null && accept.contains("application/json");
  }

  private static void send(File file, HttpServletResponse response) throws IOException {
    response.setContentType(file.type());
    try (var content = resource(file.resource())) {
      content.transferTo(response.getOutputStream());
    }
  }
}
