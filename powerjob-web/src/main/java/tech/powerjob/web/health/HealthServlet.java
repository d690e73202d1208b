package tech.powerjob.web.health;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tech.powerjob.server.health.ServerHealth;

/** The paths and answers of MicroProfile Health, alike on every server. */
public class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient ServerHealth health;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    report(request.getPathInfo()).writeTo(response);
  }

  private HealthReport report(String path) {
    return switch (path == null ? "" : path) {
      case "/live" -> HealthReport.of(HealthReport.live());
      case "/ready", "/started" -> HealthReport.of(HealthReport.ready(health));
      default -> HealthReport.of(HealthReport.live(), HealthReport.ready(health));
    };
  }
}
