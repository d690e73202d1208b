package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashSet;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.Leases;
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
  @Inject RunningServer server;
  @Context HttpServletRequest servletRequest;

  @GET
  @Operation(summary = "Where a worker finds brokers and servers")
  public WorkerConnection get() {
    var ownership = server.engine().ownership();
    var others =
        ownership.alive().stream().filter(node -> node.id() != ownership.serverId()).toList();
    return answer(app.id(), settings, servletRequest.getServerName(), others);
  }

  /** This server as the worker reached it, and the others as they described themselves. */
  static WorkerConnection answer(
      long appId, Settings settings, String usedHost, List<Leases.Node> others) {
    var brokers = new LinkedHashSet<>(brokers(settings, usedHost));
    others.forEach(node -> brokers.addAll(node.brokers()));
    var servers = new LinkedHashSet<String>();
    servers.add(settings.httpPublicAddress());
    others.forEach(node -> servers.add(node.address()));
    return new WorkerConnection(
        appId, List.copyOf(brokers), false, Worker.HEARTBEAT.toMillis(), List.copyOf(servers));
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
