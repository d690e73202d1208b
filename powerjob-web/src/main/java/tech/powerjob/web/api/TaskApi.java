package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.TaskQuery;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.TaskViews.TaskPage;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Tasks of a distributed instance. */
@Path("/api/v1/instances/{instanceId}/tasks")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class TaskApi {
  @Inject TaskService tasks;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;

  /**
   * Tasks that meet all conditions: {@code status}, {@code name}, {@code worker}, {@code text}; at
   * most {@code limit}, going on {@code after} the answer before.
   */
  @GET
  @Operation(summary = "Tasks of a distributed instance")
  @Parameter(name = "status", in = ParameterIn.QUERY, description = "RUNNING, SUCCEED or FAILED")
  @Parameter(name = "name", in = ParameterIn.QUERY)
  @Parameter(name = "worker", in = ParameterIn.QUERY)
  @Parameter(name = "text", in = ParameterIn.QUERY)
  @Parameter(name = "after", in = ParameterIn.QUERY, description = "next of the answer before")
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public TaskPage find(@PathParam("instanceId") long instanceId) {
    long appId = access.ofInstance(Permission.READ, instanceId);
    long limit = parameters.findNumber("limit").orElse((long) TaskQuery.DEFAULT_LIMIT);
    var query =
        new TaskQuery(
            text("status"),
            text("name"),
            text("worker"),
            text("text"),
            text("after"),
            (int) Math.max(-1, Math.min(Integer.MAX_VALUE, limit)));
    return tasks.tasks(appId, instanceId, query);
  }

  /** Runs the failed tasks of an instance that has ended again, and them alone. */
  @POST
  @Path("/retry-failed")
  @Operation(summary = "Run the failed tasks again, and them alone")
  public void retryFailed(@PathParam("instanceId") long instanceId) {
    long appId = access.ofInstance(Permission.OPS, instanceId);
    tasks.retryFailed(appId, instanceId, caller.description());
  }

  private Optional<String> text(String name) {
    return parameters.find(name).filter(value -> !value.isBlank());
  }
}
