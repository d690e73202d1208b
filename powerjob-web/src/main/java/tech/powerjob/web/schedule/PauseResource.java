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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.pause.PauseRequest;
import tech.powerjob.server.pause.PauseService;
import tech.powerjob.server.pause.PauseView;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Pauses of everything and of applications. POST begins one, DELETE ends it and answers whether
 * there was one; that of everything is for global administrators.
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
  @Operation(summary = "Pauses that concern an application")
  public List<PauseView> list() {
    return pauses.of(appId(Permission.READ));
  }

  /** All pauses. */
  @GET
  @Path("/pause")
  @Operation(summary = "All pauses")
  public List<PauseView> all() {
    caller.everywhere(Permission.SU);
    return pauses.all();
  }

  @POST
  @Path("/pause")
  @Operation(summary = "Pause everything")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PauseRequest.class),
              example = "{\"reason\":\"maintenance\"}"))
  public void pauseAll(PauseRequest request) {
    caller.everywhere(Permission.SU);
    pauses.pauseAll(request);
  }

  @DELETE
  @Path("/pause")
  @Operation(summary = "End the pause of everything")
  public Boolean resumeAll() {
    caller.everywhere(Permission.SU);
    return pauses.resumeAll();
  }

  @POST
  @Path("/apps/{appId}/pause")
  @Operation(summary = "Pause an application")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PauseRequest.class),
              example = "{\"reason\":\"maintenance\"}"))
  public void pauseApp(@PathParam("appId") long appId, PauseRequest request) {
    pauses.pauseApp(caller.app(Permission.OPS, appId), request);
  }

  @DELETE
  @Path("/apps/{appId}/pause")
  @Operation(summary = "End the pause of an application")
  public Boolean resumeApp(@PathParam("appId") long appId) {
    return pauses.resumeApp(caller.app(Permission.OPS, appId));
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
