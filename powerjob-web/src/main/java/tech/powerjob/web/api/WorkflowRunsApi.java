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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.run.NodeExplanation;
import tech.powerjob.server.workflow.run.RunQuery;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Runs of workflows. */
@Path("/api/v1/workflow-runs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowRunsApi {
  private static final int USUAL = 50;

  /** Body of a word that an APPROVAL node waits for; the comment may be missing. */
  public record Word(String comment) {}

  /** Body of {@code rerun}. */
  public record Rerun(List<Long> nodeIds) {}

  @Inject WorkflowRunService runs;
  @Inject WorkflowService workflows;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Runs that meet all conditions, the newest first; without their graphs. */
  @GET
  @Operation(summary = "Search runs of workflows, the newest first")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY)
  @Parameter(name = "status", in = ParameterIn.QUERY, example = "RUNNING,FAILED")
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
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "50")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  public Listing<WorkflowRunDocument> find() {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    int limit = conditions.limit(USUAL, RunQuery.MOST);
    var query =
        new RunQuery(
            parameters.findNumber("workflowId"),
            Optional.empty(),
            Set.copyOf(conditions.constants("status", WorkflowInstanceStatus.class)),
            conditions.instant("from"),
            conditions.instant("to"),
            conditions.cursor(),
            0,
            limit);
    var found = runs.find(appId, query);
    var names =
        workflows.names(found.stream().map(WorkflowRun::workflowId).collect(Collectors.toSet()));
    var shown =
        found.stream()
            .map(run -> WorkflowRunDocument.of(run, names.get(run.workflowId())))
            .toList();
    return Listing.ofMost(shown, limit, WorkflowRunDocument::wfInstanceId);
  }

  @GET
  @Path("/{wfInstanceId}")
  @Operation(summary = "Read a run with its graph")
  public WorkflowRunDocument get(@PathParam("wfInstanceId") long wfInstanceId) {
    return read(access.ofWorkflowRun(Permission.READ, wfInstanceId), wfInstanceId);
  }

  private WorkflowRunDocument read(long appId, long wfInstanceId) {
    return WorkflowRunDocument.of(runs.info(appId, wfInstanceId));
  }

  @POST
  @Path("/{wfInstanceId}/stop")
  @Operation(summary = "Stop a run that has not ended, and what is under way in it")
  public WorkflowRunDocument stop(@PathParam("wfInstanceId") long wfInstanceId) {
    long appId = access.ofWorkflowRun(Permission.OPS, wfInstanceId);
    runs.stop(appId, wfInstanceId, caller.description());
    return read(appId, wfInstanceId);
  }

  @POST
  @Path("/{wfInstanceId}/retry")
  @Operation(summary = "Let a run that failed or was stopped go on where it did")
  public WorkflowRunDocument retry(@PathParam("wfInstanceId") long wfInstanceId) {
    long appId = access.ofWorkflowRun(Permission.OPS, wfInstanceId);
    runs.retry(appId, wfInstanceId, caller.description());
    return read(appId, wfInstanceId);
  }

  @POST
  @Path("/{wfInstanceId}/rerun")
  @Operation(summary = "Run nodes of a run that has ended once more, and all that follows them")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Rerun.class),
              example = "{\"nodeIds\":[2]}"))
  public WorkflowRunDocument rerun(@PathParam("wfInstanceId") long wfInstanceId, Rerun request) {
    long appId = access.ofWorkflowRun(Permission.OPS, wfInstanceId);
    if (request.nodeIds() == null
        || request.nodeIds().isEmpty()
        || request.nodeIds().stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("nodeIds can't be empty");
    }
    runs.rerunFrom(appId, wfInstanceId, request.nodeIds(), caller.description());
    return read(appId, wfInstanceId);
  }

  @POST
  @Path("/{wfInstanceId}/success/{nodeId}")
  @Operation(
      summary = "Take a failed node of a run that has ended as successful",
      description = "A retry then goes on behind it.")
  public WorkflowRunDocument markSuccess(
      @PathParam("wfInstanceId") long wfInstanceId, @PathParam("nodeId") long nodeId) {
    long appId = access.ofWorkflowRun(Permission.OPS, wfInstanceId);
    runs.markSuccess(appId, wfInstanceId, nodeId, caller.description());
    return read(appId, wfInstanceId);
  }

  @POST
  @Path("/{wfInstanceId}/approval/{nodeId}")
  @Operation(summary = "Approve what an APPROVAL node waits for")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Word.class),
              example = "{\"comment\":\"looks good\"}"))
  public WorkflowRunDocument approve(
      @PathParam("wfInstanceId") long wfInstanceId, @PathParam("nodeId") long nodeId, Word word) {
    return decide(wfInstanceId, nodeId, true, word);
  }

  @POST
  @Path("/{wfInstanceId}/rejection/{nodeId}")
  @Operation(summary = "Reject what an APPROVAL node waits for: the node fails")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Word.class),
              example = "{\"comment\":\"the sums are wrong\"}"))
  public WorkflowRunDocument reject(
      @PathParam("wfInstanceId") long wfInstanceId, @PathParam("nodeId") long nodeId, Word word) {
    return decide(wfInstanceId, nodeId, false, word);
  }

  private WorkflowRunDocument decide(long wfInstanceId, long nodeId, boolean approved, Word word) {
    long appId = access.ofWorkflowRun(Permission.OPS, wfInstanceId);
    runs.approve(appId, wfInstanceId, nodeId, approved, caller.description(), word.comment());
    return read(appId, wfInstanceId);
  }

  @GET
  @Path("/{wfInstanceId}/explanation/{nodeId}")
  @Operation(summary = "Why a node of a run is where it is")
  public NodeExplanation explanation(
      @PathParam("wfInstanceId") long wfInstanceId, @PathParam("nodeId") long nodeId) {
    return runs.explain(access.ofWorkflowRun(Permission.READ, wfInstanceId), wfInstanceId, nodeId);
  }
}
