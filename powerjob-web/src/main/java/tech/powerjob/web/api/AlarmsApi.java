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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.store.AlarmSearch;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** Alarms of an application. */
@Path("/api/v1/apps/{appId}/alarms")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class AlarmsApi {
  private static final int USUAL = 50;

  /**
   * What became of the wish to tell again.
   *
   * @param told whether anybody can be told
   */
  public record Again(boolean told) {}

  @Inject AlarmService alarms;
  @Inject Caller caller;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Alarms that meet all conditions, the newest first. */
  @GET
  @Operation(summary = "Alarms of an application, the newest first")
  @Parameter(
      name = "state",
      in = ParameterIn.QUERY,
      description = "WAITING, SENDING, SENT, FAILED or SUPPRESSED, several with commas between",
      example = "FAILED")
  @Parameter(name = "jobId", in = ParameterIn.QUERY)
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, description = "Instead of jobId")
  @Parameter(
      name = "instanceId",
      in = ParameterIn.QUERY,
      description = "The instance of a job or the run of a workflow that failed")
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "Raised not before: epoch milliseconds or ISO-8601",
      example = "2026-03-04T05:06:07Z")
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "Raised before",
      example = "2026-03-05T00:00:00Z")
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "50")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  public Listing<AlarmDocument> find(@PathParam("appId") long appId) {
    long id = caller.app(Permission.READ, appId);
    int limit = conditions.limit(USUAL, AlarmSearch.MAX_LIMIT);
    var jobId = parameters.findNumber("jobId");
    var workflowId = parameters.findNumber("workflowId");
    if (jobId.isPresent() && workflowId.isPresent()) {
      throw new IllegalArgumentException("jobId and workflowId cannot both be asked for");
    }
    var found =
        alarms.find(
            id,
            new AlarmSearch.Filter(
                Set.copyOf(conditions.constants("state", AlarmState.class)),
                jobId
                    .map(job -> AlarmKind.JOB)
                    .or(() -> workflowId.map(workflow -> AlarmKind.WORKFLOW)),
                jobId.or(() -> workflowId),
                parameters.findNumber("instanceId"),
                conditions.instant("from"),
                conditions.instant("to"),
                conditions.cursor(),
                limit));
    var next = found.size() < limit ? null : Long.toString(found.get(found.size() - 1).id());
    return new Listing<>(found.stream().map(AlarmDocument::of).toList(), next);
  }

  /** Tells again all whom the alarm names now. */
  @POST
  @Path("/{alarmId}/resend")
  @Operation(
      summary = "Send an alarm again",
      description =
          "To all whom it names now, on every channel, also if it was suppressed or has failed.")
  public Again again(@PathParam("appId") long appId, @PathParam("alarmId") long alarmId) {
    long id = caller.app(Permission.OPS, appId);
    Optional<Boolean> told = alarms.again(id, alarmId);
    return new Again(
        told.orElseThrow(
            () -> new UnknownObjectException("can't find alarm by alarmId: " + alarmId)));
  }
}
