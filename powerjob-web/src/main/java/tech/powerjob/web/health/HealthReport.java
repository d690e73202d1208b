package tech.powerjob.web.health;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.server.health.ServerHealth;
import tech.powerjob.web.rest.JsonBody;

/**
 * Health in the JSON form of MicroProfile Health.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param checks what it was decided from
 */
public record HealthReport(String status, List<Check> checks) {
  /** One check with the facts behind it. */
  public record Check(String name, String status, Map<String, Object> data) {
    boolean up() {
      return UP.equals(status);
    }
  }

  private static final String READY = "powerjob-ready";
  private static final String UP = "UP";
  private static final String DOWN = "DOWN";

  static HealthReport of(Check... checks) {
    return new HealthReport(text(List.of(checks).stream().allMatch(Check::up)), List.of(checks));
  }

  boolean up() {
    return UP.equals(status);
  }

  /** Answers with the report, and with the HTTP status that goes with it. */
  void writeTo(HttpServletResponse response) throws IOException {
    response.setStatus(
        up() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setContentType("application/json;charset=UTF-8");
    response.getOutputStream().write(JsonBody.mapper().writeValueAsBytes(this));
  }

  /** Ready to work: database and broker answer, and the server has started. */
  static Check ready(ServerHealth health) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("started", health.started());
    facts.put("database", health.databaseUp());
    facts.put("broker", health.brokerUp());
    boolean up = facts.values().stream().allMatch(Boolean.TRUE::equals);
    return new Check(READY, text(up), facts);
  }

  /** Alive: able to answer at all. */
  static Check live() {
    return new Check("powerjob-live", UP, Map.of());
  }

  private static String text(boolean up) {
    return up ? UP : DOWN;
  }
}
