package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.TaskViews.Progress;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** How far a distributed instance is. A user names the application as {@code appId}. */
@Path("/api/v1/instances/{instanceId}/progress")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class ProgressApi {
  @Inject TaskService tasks;
  @Inject Caller caller;
  @Inject RequestParameters parameters;

  @GET
  public PowerResultDTO<Progress> get(@PathParam("instanceId") long instanceId) {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    return PowerResultDTO.s(tasks.progress(appId, instanceId));
  }
}
