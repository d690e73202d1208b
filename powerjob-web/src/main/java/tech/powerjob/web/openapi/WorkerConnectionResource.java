package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.wire.WorkerConnection;

/** Tells a worker where the broker is. */
@Path(WorkerConnection.PATH)
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class WorkerConnectionResource {
  @Inject CurrentApp app;
  @Inject Settings settings;
  @Context HttpServletRequest servletRequest;

  @GET
  public WorkerConnection get() {
    return new WorkerConnection(
        app.id(),
        brokers(settings, servletRequest.getServerName()),
        false,
        Worker.HEARTBEAT.toMillis());
  }

  /** The configured addresses, or the host under which the worker reached this server. */
  static List<String> brokers(Settings settings, String usedHost) {
    var configured = settings.jmsPublicAddresses();
    if (!configured.isEmpty()) {
      return configured;
    }
    boolean bareIpv6 = usedHost.contains(":") && !usedHost.startsWith("[");
    return List.of((bareIpv6 ? "[" + usedHost + "]" : usedHost) + ":" + settings.jmsPort());
  }
}
