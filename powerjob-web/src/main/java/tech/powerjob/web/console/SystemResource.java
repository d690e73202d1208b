package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.worker.Overviews;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/** Numbers and workers of an application. */
@Path("/system")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class SystemResource {
  /** A server process. */
  public record ServerInfo(Long id, String ip, long bornTime, String version) {}

  /** The home page's numbers. */
  public record Overview(
      long appId,
      String appName,
      long jobCount,
      long runningInstanceCount,
      long failedInstanceCount,
      String timezone,
      String serverTime,
      ServerInfo webServerInfo,
      ServerInfo scheduleServerInfo) {}

  @Inject Overviews overviews;
  @Inject WorkerService workers;
  @Inject CurrentUser caller;
  @Inject RequestParameters parameters;
  @Inject Settings settings;

  private final Clock clock = Clock.systemUTC();

  @GET
  @Path("/overview")
  @Operation(summary = "Numbers of an application")
  @Parameter(name = "appId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Overview> overview() {
    var app = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    var numbers = overviews.of(app.id());
    var server = thisServer();
    return ResultDTO.success(
        new Overview(
            app.id(),
            app.name(),
            numbers.jobs(),
            numbers.unfinished().get(InstanceStatus.RUNNING.name()),
            numbers.failedInstances(),
            ZoneId.systemDefault().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            Times.text(clock.instant()),
            server,
            server));
  }

  @GET
  @Path("/listWorker")
  @Operation(summary = "Workers of an application")
  @Parameter(name = "appId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<List<WorkerRow>> listWorker() {
    var app = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    return ResultDTO.success(workers.list(app.id()).stream().map(WorkerRow::of).toList());
  }

  private ServerInfo thisServer() {
    return new ServerInfo(
        null,
        settings.httpHost(),
        ManagementFactory.getRuntimeMXBean().getStartTime(),
        SystemResource.class.getPackage().getImplementationVersion());
  }
}
