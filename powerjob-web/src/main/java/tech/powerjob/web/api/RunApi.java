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
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.openapi.RunRequests;

/** Runs of a job. */
@Path("/api/v1/jobs/{jobId}/runs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class RunApi {
  /**
   * A run that was accepted.
   *
   * @param instanceId as text, for scripts lose digits of large numbers
   */
  public record Run(String instanceId) {}

  @Inject InstanceService instances;
  @Inject Caller caller;
  @Inject ObjectAccess access;

  /** Runs the job. */
  @POST
  @Operation(
      summary = "Run a job once, now or after a delay",
      description =
          "A repeat with the same Idempotency-Key answers the same instance. worker is the address"
              + " of the only worker that may run it; it must live.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RunJobRequest.class),
              example = "{\"instanceParams\":\"x\",\"delay\":0,\"worker\":\"10.0.0.5:27777\"}"))
  @APIResponse(
      responseCode = "201",
      description = "The run is stored and will be seen to",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Run.class),
              example = "{\"instanceId\":\"1004952029077962816\"}"))
  public Response run(
      @PathParam("jobId") long jobId,
      @HeaderParam(RunRequests.KEY_HEADER) String key,
      RunJobRequest request) {
    if (request.getAppId() != null) {
      caller.app(Permission.OPS, request.getAppId());
    }
    long appId = access.ofJob(Permission.OPS, jobId);
    request.setJobId(jobId);
    request.setIdempotencyKey(key == null ? request.getIdempotencyKey() : key);
    var id = Long.toString(instances.run(appId, request));
    return Response.created(URI.create("/api/v1/instances/" + id)).entity(new Run(id)).build();
  }
}
