package tech.powerjob.web.page.log;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.log.LogQuery;
import tech.powerjob.server.log.LogService;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.LogDownload;

/**
 * Lines of a log for the browser that shows it, or the whole log as a file. The front door lets
 * only those through who are logged in to the console; it only reads, so that it needs no token
 * against forged requests.
 */
@WebServlet(LogLinesServlet.PATH)
public class LogLinesServlet extends HttpServlet {
  /** Where it is. */
  public static final String PATH = "/log-lines";

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USUAL = 500;

  @Inject transient LogService logs;
  @Inject transient InstanceService instances;
  @Inject transient CurrentUser user;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      long instanceId = number(request, "instance").orElse(0L);
      var appId = instances.appOf(instanceId);
      if (appId.isEmpty()) {
        say(response, HttpServletResponse.SC_NOT_FOUND, Map.of("problem", "UNKNOWN"));
      } else if (request.getParameter("download") != null) {
        user.app(Permission.READ, appId.getAsLong());
        download(response, appId.getAsLong(), instanceId);
      } else {
        user.app(Permission.OPS, appId.getAsLong());
        say(
            response,
            HttpServletResponse.SC_OK,
            logs.tail(appId.getAsLong(), instanceId, query(request)));
      }
    } catch (PowerJobException e) {
      say(response, HttpServletResponse.SC_FORBIDDEN, Map.of("problem", "DENIED"));
    } catch (IllegalArgumentException e) {
      say(
          response,
          HttpServletResponse.SC_BAD_REQUEST,
          Map.of("problem", "INVALID", "text", e.getMessage()));
    }
  }

  private static LogQuery query(HttpServletRequest request) {
    return new LogQuery(
        number(request, "after").orElse(0L),
        number(request, "before"),
        level(text(request, "level").orElse(LogLevel.DEBUG.name())),
        text(request, "text"),
        Optional.empty(),
        text(request, "worker"),
        text(request, "task"),
        Math.toIntExact(
            Math.min(number(request, "limit").orElse((long) USUAL), Integer.MAX_VALUE)));
  }

  private static Optional<String> text(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name)).filter(text -> !text.isBlank());
  }

  private static LogLevel level(String name) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("level is not one of the levels"));
  }

  private static Optional<Long> number(HttpServletRequest request, String name) {
    return text(request, name)
        .map(
            text -> {
              try {
                return Long.valueOf(text);
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is not a whole number", e);
              }
            });
  }

  private static void say(HttpServletResponse response, int status, Object answer)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json;charset=UTF-8");
    JSON.writeValue(response.getOutputStream(), answer);
  }

  private void download(HttpServletResponse response, long appId, long instanceId)
      throws IOException {
    response.setContentType(LogDownload.TYPE);
    response.setHeader("Content-Disposition", LogDownload.disposition(instanceId));
    LogDownload.write(logs, appId, instanceId, response.getOutputStream());
  }
}
