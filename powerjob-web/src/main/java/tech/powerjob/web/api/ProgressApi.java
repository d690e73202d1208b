package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.TaskViews.Progress;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;

/** How far a distributed instance is. */
@Path("/api/v1/instances/{instanceId}/progress")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class ProgressApi {
  @Inject TaskService tasks;
  @Inject ObjectAccess access;

  @GET
  @Operation(summary = "How far a distributed instance is")
  public Progress get(@PathParam("instanceId") long instanceId) {
    return tasks.progress(access.ofInstance(Permission.READ, instanceId), instanceId);
  }
}
