package tech.powerjob.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import tech.powerjob.server.health.ServerHealth;

/** Readiness for servers with MicroProfile Health; others skip this class. */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {
  @Inject ServerHealth health;

  @Override
  public HealthCheckResponse call() {
    var check = HealthReport.ready(health);
    var response = HealthCheckResponse.named(check.name()).status(check.up());
    check.data().forEach((name, value) -> response.withData(name, (Boolean) value));
    return response.build();
  }
}
