package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.worker.Overviews;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.server.worker.WorkerService.WorkerView;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** Workers, and the numbers of an application. */
@Path("/api/v1")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkersApi {
  /** How a worker stands. */
  public enum Status {
    ALIVE,
    LOST
  }

  /**
   * A worker as its last heartbeat describes it.
   *
   * @param overload whether it has all the runs it may have
   * @param lastActive when it was heard last, epoch milliseconds
   * @param metrics processor, memory (GB) and disk (GB); may be {@code null}
   */
  public record WorkerDocument(
      String workerId,
      String address,
      Status status,
      String tag,
      String version,
      boolean overload,
      int standaloneRuns,
      int distributedRuns,
      long lastActive,
      SystemMetrics metrics) {
    static WorkerDocument of(WorkerView worker) {
      return new WorkerDocument(
          worker.workerId(),
          worker.address(),
          worker.alive() ? Status.ALIVE : Status.LOST,
          worker.tag(),
          worker.version(),
          worker.overload(),
          worker.lightTaskTrackerNum(),
          worker.heavyTaskTrackerNum(),
          worker.lastActive().toEpochMilli(),
          worker.metrics());
    }
  }

  @Inject WorkerService workers;
  @Inject Overviews overviews;
  @Inject Caller caller;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** The workers of an application, those lost within a day too, by address. */
  @GET
  @Path("/workers")
  @Operation(summary = "Workers of an application, those lost within a day too")
  @Parameter(name = "status", in = ParameterIn.QUERY, example = "ALIVE")
  @Parameter(name = "tag", in = ParameterIn.QUERY, description = "The whole tag")
  public Listing<WorkerDocument> workers() {
    var statuses = conditions.constants("status", Status.class);
    var tag = conditions.text("tag");
    return new Listing<>(
        all().stream()
            .filter(worker -> statuses.isEmpty() || statuses.contains(worker.status()))
            .filter(worker -> tag.isEmpty() || tag.get().equals(worker.tag()))
            .toList(),
        null);
  }

  private List<WorkerDocument> all() {
    return workers.list(app()).stream().map(WorkerDocument::of).toList();
  }

  private long app() {
    return caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
  }

  @GET
  @Path("/workers/{workerId}")
  @Operation(summary = "One worker")
  public WorkerDocument worker(@PathParam("workerId") String workerId) {
    return all().stream()
        .filter(worker -> worker.workerId().equals(workerId))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  @GET
  @Path("/overview")
  @Operation(summary = "Numbers of an application: jobs, instances, workers, servers")
  public Overviews.Overview overview() {
    return overviews.of(app());
  }
}
