package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.workflow.KeyedRuns;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.openapi.RunRequests;

/** Runs of a workflow. */
@Path("/api/v1/workflows/{workflowId}/runs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowRunApi {
  /**
   * Body of a run.
   *
   * @param initParams first context: a JSON object as text, or any text
   * @param delay milliseconds before it begins; {@code null} for none
   */
  public record RunWorkflow(String initParams, Long delay, String idempotencyKey) {}

  /**
   * A run that was accepted.
   *
   * @param wfInstanceId as text, for scripts lose digits of large numbers
   */
  public record Run(String wfInstanceId) {}

  @Inject KeyedRuns keyed;
  @Inject ObjectAccess access;

  /** Runs the workflow. */
  @POST
  @Operation(
      summary = "Run a workflow once, now or after a delay",
      description = "A repeat with the same Idempotency-Key answers the same run.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RunWorkflow.class),
              example = "{\"initParams\":\"{\\\"day\\\":\\\"monday\\\"}\",\"delay\":0}"))
  @APIResponse(
      responseCode = "201",
      description = "The run is stored and will be seen to",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Run.class),
              example = "{\"wfInstanceId\":\"1004952068839964736\"}"))
  public Response run(
      @PathParam("workflowId") long workflowId,
      @HeaderParam(RunRequests.KEY_HEADER) String key,
      RunWorkflow request) {
    long appId = access.ofWorkflow(Permission.OPS, workflowId);
    long id =
        keyed.run(
            appId,
            workflowId,
            request.initParams(),
            request.delay(),
            key == null ? request.idempotencyKey() : key);
    return Response.created(URI.create("/api/v1/workflow-runs/" + id))
        .entity(new Run(Long.toString(id)))
        .build();
  }
}
