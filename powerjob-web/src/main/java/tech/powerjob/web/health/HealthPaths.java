package tech.powerjob.web.health;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Serves the health paths unless the server already does. */
@WebListener
public class HealthPaths implements ServletContextListener {
  private static final String PATH = "/health";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    var context = event.getServletContext();
    boolean served =
        context.getServletRegistrations().values().stream()
            .flatMap(registration -> registration.getMappings().stream())
            .anyMatch(mapping -> mapping.equals(PATH) || mapping.startsWith(PATH + "/"));
    if (!served) {
      context.addServlet("Health", HealthServlet.class).addMapping(PATH, PATH + "/*");
    }
  }
}
