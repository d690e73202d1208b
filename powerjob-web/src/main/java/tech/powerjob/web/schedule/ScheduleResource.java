package tech.powerjob.web.schedule;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobExplainer;
import tech.powerjob.server.job.JobExplanation;
import tech.powerjob.server.schedule.BackfillRequest;
import tech.powerjob.server.schedule.BackfillResult;
import tech.powerjob.server.schedule.BackfillService;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.schedule.PreviewRequest;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** When jobs run, ran, did not run, and should have run. */
@Path("/api/v1")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class ScheduleResource {
  private static final long DEFAULT_COUNT = 10;

  @Inject Caller caller;
  @Inject SchedulePreview previews;
  @Inject BackfillService backfills;
  @Inject JobExplainer explainer;
  @Inject RequestParameters parameters;

  /** The next due instants of a job; {@code count} is 1 to 1000. */
  @GET
  @Path("/jobs/{jobId}/firings")
  public PowerResultDTO<Preview> firings(@PathParam("jobId") long jobId) {
    return PowerResultDTO.s(
        previews.ofJob(
            appId(Permission.READ), jobId, parameters.findNumber("count").orElse(DEFAULT_COUNT)));
  }

  /** The first due instants of a schedule that need not be saved. */
  @POST
  @Path("/schedule-preview")
  public PowerResultDTO<Preview> preview(PreviewRequest request) {
    return PowerResultDTO.s(previews.of(appId(Permission.READ), request));
  }

  @POST
  @Path("/jobs/{jobId}/backfill")
  public PowerResultDTO<BackfillResult> backfill(
      @PathParam("jobId") long jobId, BackfillRequest request) {
    return PowerResultDTO.s(backfills.backfill(appId(Permission.OPS), jobId, request));
  }

  /** Why the job ran or did not run {@code at}: epoch milliseconds, or ISO-8601 with an offset. */
  @GET
  @Path("/jobs/{jobId}/explanation")
  public PowerResultDTO<JobExplanation> explanation(@PathParam("jobId") long jobId) {
    var at = instant(parameters.find("at").map(String::trim).orElse(""));
    return PowerResultDTO.s(explainer.explain(appId(Permission.READ), jobId, at));
  }

  static Instant instant(String text) {
    try {
      return text.matches("[0-9]{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "at is '%s' but must be epoch milliseconds or such as 2026-03-04T05:06:07Z"
              .formatted(text.length() <= 40 ? text : text.substring(0, 40) + "…"),
          e);
    }
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
