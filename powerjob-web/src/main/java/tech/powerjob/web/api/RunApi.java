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
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;

/** Runs of a job. A user names the application as {@code appId} in the body. */
@Path("/api/v1/jobs/{jobId}/runs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class RunApi {
  @Inject InstanceService instances;
  @Inject Caller caller;

  /** Runs the job; the answer holds the instance's id as text. */
  @POST
  public Response run(
      @PathParam("jobId") long jobId,
      @HeaderParam("Idempotency-Key") String key,
      RunJobRequest request) {
    long appId = caller.app(Permission.OPS, request.getAppId());
    request.setJobId(jobId);
    request.setIdempotencyKey(key == null ? request.getIdempotencyKey() : key);
    long instanceId = instances.run(appId, request);
    return Response.status(Response.Status.CREATED)
        .entity(PowerResultDTO.s(Long.toString(instanceId)))
        .build();
  }
}
