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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobExplainer;
import tech.powerjob.server.job.JobExplanation;
import tech.powerjob.server.pause.PauseRequest;
import tech.powerjob.server.pause.PauseService;
import tech.powerjob.server.schedule.BackfillRequest;
import tech.powerjob.server.schedule.BackfillResult;
import tech.powerjob.server.schedule.BackfillService;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.api.ListParameters;
import tech.powerjob.web.rest.RequestParameters;

/** When a job runs, ran, did not run, and should have run; and its pause. */
@Path("/api/v1/jobs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class JobScheduleResource {
  private static final long DEFAULT_COUNT = 10;

  @Inject ObjectAccess access;
  @Inject SchedulePreview previews;
  @Inject BackfillService backfills;
  @Inject JobExplainer explainer;
  @Inject PauseService pauses;
  @Inject RequestParameters parameters;

  /** The next due instants of a job; {@code count} is 1 to 1000. */
  @GET
  @Path("/{jobId}/firings")
  @Operation(summary = "The next due instants of a job")
  @Parameter(name = "count", in = ParameterIn.QUERY, example = "10")
  public Preview firings(@PathParam("jobId") long jobId) {
    return previews.ofJob(
        access.ofJob(Permission.READ, jobId),
        jobId,
        parameters.findNumber("count").orElse(DEFAULT_COUNT));
  }

  @POST
  @Path("/{jobId}/backfill")
  @Operation(summary = "Run a job for due instants of the past")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = BackfillRequest.class),
              example = "{\"from\":1772582400000,\"to\":1772668800000}"))
  public BackfillResult backfill(@PathParam("jobId") long jobId, BackfillRequest request) {
    return backfills.backfill(access.ofJob(Permission.OPS, jobId), jobId, request);
  }

  /** Why the job ran or did not run {@code at}: epoch milliseconds, or ISO-8601 with an offset. */
  @GET
  @Path("/{jobId}/explanation")
  @Operation(summary = "Why a job ran or did not run at an instant")
  @Parameter(
      name = "at",
      in = ParameterIn.QUERY,
      required = true,
      description = "Epoch milliseconds or ISO-8601",
      example = "1772600767000")
  public JobExplanation explanation(@PathParam("jobId") long jobId) {
    var at = ListParameters.instant("at", parameters.find("at").map(String::trim).orElse(""));
    return explainer.explain(access.ofJob(Permission.READ, jobId), jobId, at);
  }

  @POST
  @Path("/{jobId}/pause")
  @Operation(summary = "Pause a job")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PauseRequest.class),
              example = "{\"reason\":\"maintenance\"}"))
  public void pauseJob(@PathParam("jobId") long jobId, PauseRequest request) {
    pauses.pauseJob(access.ofJob(Permission.OPS, jobId), jobId, request);
  }

  @DELETE
  @Path("/{jobId}/pause")
  @Operation(summary = "End the pause of a job")
  public Boolean resumeJob(@PathParam("jobId") long jobId) {
    return pauses.resumeJob(access.ofJob(Permission.OPS, jobId), jobId);
  }
}
