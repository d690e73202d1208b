package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Instances. */
@Path("/api/v1/instances")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class InstancesApi {
  private static final int USUAL = 50;

  /** What is done to each instance. */
  public enum InstanceOperation {
    STOP,
    CANCEL,
    RETRY
  }

  /** Body of {@code bulk}; ids may be numbers or texts. */
  public record InstanceBulk(InstanceOperation operation, List<Long> instanceIds) {}

  @Inject InstanceService instances;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Instances that meet all conditions, the newest first. */
  @GET
  @Operation(summary = "Search instances, the newest first")
  @Parameter(name = "jobId", in = ParameterIn.QUERY)
  @Parameter(name = "status", in = ParameterIn.QUERY, example = "RUNNING,FAILED")
  @Parameter(name = "outerKey", in = ParameterIn.QUERY, description = "The caller's own key")
  @Parameter(name = "worker", in = ParameterIn.QUERY, description = "Part of its address")
  @Parameter(
      name = "text",
      in = ParameterIn.QUERY,
      description = "Part of the run's parameters or of the result")
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "Earliest expected trigger time: epoch milliseconds or ISO-8601",
      example = "2026-03-04T05:06:07Z")
  @Parameter(
      name = "to",
      in = ParameterIn.QUERY,
      description = "The expected trigger time is before",
      example = "2026-03-05T00:00:00Z")
  @Parameter(
      name = "trigger",
      in = ParameterIn.QUERY,
      description = "Why it exists: SCHEDULE, API, BACKFILL or WORKFLOW",
      example = "SCHEDULE")
  @Parameter(
      name = "wfInstanceId",
      in = ParameterIn.QUERY,
      description = "The run of a workflow that it belongs to")
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "50")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  public Listing<InstanceDocument> find() {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    int limit = conditions.limit(USUAL, InstanceFilter.MAX_LIMIT);
    var filter =
        new InstanceFilter(
            parameters.findNumber("jobId"),
            conditions.constants("status", InstanceStatus.class),
            conditions.text("outerKey"),
            conditions.text("worker"),
            conditions.text("text"),
            conditions.instant("from"),
            conditions.instant("to"),
            conditions.constants("trigger", Trigger.class).stream().findFirst(),
            parameters.findNumber("wfInstanceId"),
            conditions.cursor(),
            limit);
    var page = instances.look(appId, filter);
    return new Listing<>(
        page.instances().stream().map(InstanceDocument::of).toList(),
        page.next() == null ? null : page.next().toString());
  }

  @GET
  @Path("/{instanceId}")
  @Operation(summary = "Read an instance")
  public InstanceDocument get(@PathParam("instanceId") long instanceId) {
    return read(access.ofInstance(Permission.READ, instanceId), instanceId);
  }

  private InstanceDocument read(long appId, long instanceId) {
    return InstanceDocument.of(instances.get(appId, instanceId));
  }

  @POST
  @Path("/{instanceId}/stop")
  @Operation(summary = "Stop an instance that has not ended")
  public InstanceDocument stop(@PathParam("instanceId") long instanceId) {
    return apply(InstanceOperation.STOP, instanceId);
  }

  @POST
  @Path("/{instanceId}/cancel")
  @Operation(summary = "Cancel an instance that has not started")
  public InstanceDocument cancel(@PathParam("instanceId") long instanceId) {
    return apply(InstanceOperation.CANCEL, instanceId);
  }

  @POST
  @Path("/{instanceId}/retry")
  @Operation(summary = "Run an instance again that has ended")
  public InstanceDocument retry(@PathParam("instanceId") long instanceId) {
    return apply(InstanceOperation.RETRY, instanceId);
  }

  @POST
  @Path("/bulk")
  @Operation(
      summary = "Stop, cancel or retry many instances",
      description = "Each on its own: the answer says what became of every one.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = InstanceBulk.class),
              example = "{\"operation\":\"STOP\",\"instanceIds\":[\"1004952029077962816\"]}"))
  public Bulk.BulkResult bulk(InstanceBulk request) {
    if (request.operation() == null) {
      throw new IllegalArgumentException("operation can't be empty");
    }
    return Bulk.each(
        "instanceIds", request.instanceIds(), instanceId -> apply(request.operation(), instanceId));
  }

  private InstanceDocument apply(InstanceOperation operation, long instanceId) {
    long appId = access.ofInstance(Permission.OPS, instanceId);
    switch (operation) {
      case STOP -> instances.stop(appId, instanceId, caller.description());
      case CANCEL -> instances.cancel(appId, instanceId, caller.description());
      case RETRY -> instances.retry(appId, instanceId, caller.description());
    }
    return read(appId, instanceId);
  }
}
