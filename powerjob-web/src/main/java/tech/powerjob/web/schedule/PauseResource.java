package tech.powerjob.web.schedule;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.pause.PauseRequest;
import tech.powerjob.server.pause.PauseService;
import tech.powerjob.server.pause.PauseView;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Pauses. POST begins one, DELETE ends it and answers whether there was one; that of everything is
 * for global administrators.
 */
@Path("/api/v1")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class PauseResource {
  @Inject Caller caller;
  @Inject PauseService pauses;
  @Inject RequestParameters parameters;

  /** The pauses that concern an application. */
  @GET
  @Path("/pauses")
  public PowerResultDTO<List<PauseView>> list() {
    return PowerResultDTO.s(pauses.of(appId(Permission.READ)));
  }

  /** All pauses. */
  @GET
  @Path("/pause")
  public PowerResultDTO<List<PauseView>> all() {
    caller.everywhere(Permission.SU);
    return PowerResultDTO.s(pauses.all());
  }

  @POST
  @Path("/pause")
  public PowerResultDTO<Void> pauseAll(PauseRequest request) {
    caller.everywhere(Permission.SU);
    pauses.pauseAll(request);
    return PowerResultDTO.s(null);
  }

  @DELETE
  @Path("/pause")
  public PowerResultDTO<Boolean> resumeAll() {
    caller.everywhere(Permission.SU);
    return PowerResultDTO.s(pauses.resumeAll());
  }

  @POST
  @Path("/apps/{appId}/pause")
  public PowerResultDTO<Void> pauseApp(@PathParam("appId") long appId, PauseRequest request) {
    pauses.pauseApp(caller.app(Permission.OPS, appId), request);
    return PowerResultDTO.s(null);
  }

  @DELETE
  @Path("/apps/{appId}/pause")
  public PowerResultDTO<Boolean> resumeApp(@PathParam("appId") long appId) {
    return PowerResultDTO.s(pauses.resumeApp(caller.app(Permission.OPS, appId)));
  }

  @POST
  @Path("/jobs/{jobId}/pause")
  public PowerResultDTO<Void> pauseJob(@PathParam("jobId") long jobId, PauseRequest request) {
    pauses.pauseJob(appId(Permission.OPS), jobId, request);
    return PowerResultDTO.s(null);
  }

  @DELETE
  @Path("/jobs/{jobId}/pause")
  public PowerResultDTO<Boolean> resumeJob(@PathParam("jobId") long jobId) {
    return PowerResultDTO.s(pauses.resumeJob(appId(Permission.OPS), jobId));
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
