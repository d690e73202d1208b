package tech.powerjob.web.schedule;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.schedule.PreviewRequest;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** When a schedule would fire. */
@Path("/api/v1")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class ScheduleResource {
  @Inject Caller caller;
  @Inject SchedulePreview previews;
  @Inject RequestParameters parameters;

  /** The first due instants of a schedule that need not be saved. */
  @POST
  @Path("/schedule-preview")
  @Operation(summary = "The due instants of a schedule that need not be saved")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PreviewRequest.class),
              example =
                  "{\"timeExpressionType\":\"CRON\",\"timeExpression\":\"0 0 3 * * ?\",\"count\":5}"))
  public Preview preview(PreviewRequest request) {
    return previews.of(appId(Permission.READ), request);
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
