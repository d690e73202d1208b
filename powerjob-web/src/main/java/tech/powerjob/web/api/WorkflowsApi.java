package tech.powerjob.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobAudit;
import tech.powerjob.server.schedule.Preview;
import tech.powerjob.server.workflow.WholeWorkflows;
import tech.powerjob.server.workflow.WorkflowDocument;
import tech.powerjob.server.workflow.WorkflowFirings;
import tech.powerjob.server.workflow.WorkflowHistory;
import tech.powerjob.server.workflow.WorkflowQuery;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.WorkflowVersionDocument;
import tech.powerjob.server.workflow.WorkflowVersions;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.IfMatch;
import tech.powerjob.web.rest.RequestParameters;

/** Workflows, each in one piece with its nodes. What changes one names the version it has seen. */
@Path("/api/v1/workflows")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowsApi {
  private static final int USUAL = 50;
  private static final int MOST = 200;
  private static final long DEFAULT_COUNT = 10;
  private static final String EXAMPLE =
      "{\"wfName\":\"nightly\",\"timeExpressionType\":\"CRON\",\"timeExpression\":\"0 0 3 * * ?\","
          + "\"nodes\":[{\"nodeId\":-1,\"type\":\"JOB\",\"jobId\":1,\"nodeName\":\"load\"},"
          + "{\"nodeId\":-2,\"type\":\"JOB\",\"jobId\":2,\"nodeName\":\"report\"}],"
          + "\"edges\":[{\"from\":-1,\"to\":-2}]}";

  @Inject WholeWorkflows whole;
  @Inject WorkflowService workflows;
  @Inject WorkflowHistory history;
  @Inject WorkflowFirings firings;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Workflows that meet all conditions, by id. */
  @GET
  @Operation(
      summary = "Search workflows",
      description = "Deleted workflows are shown only when status asks for them.")
  @Parameter(name = "status", in = ParameterIn.QUERY, example = "ENABLE,DISABLE")
  @Parameter(name = "name", in = ParameterIn.QUERY, description = "Part of the name")
  @Parameter(name = "type", in = ParameterIn.QUERY, example = "CRON,API")
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "50")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  public Listing<WorkflowDocument> find() {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    int limit = conditions.limit(USUAL, MOST);
    var query =
        new WorkflowQuery(
            conditions.text("name"),
            conditions.constants("status", SwitchableStatus.class),
            conditions.constants("type", TimeExpressionType.class),
            conditions.cursor(),
            false);
    var found = whole.find(appId, query, limit + 1);
    return Listing.ofOneMore(found, limit, WorkflowDocument::id);
  }

  @POST
  @Operation(
      summary = "Create a workflow with its nodes",
      description =
          "Each node has a negative nodeId of the caller's choice, by which edges name it.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WorkflowDocument.class),
              example = EXAMPLE))
  @APIResponse(
      responseCode = "201",
      description = "Created; ETag holds its version",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response create(WorkflowDocument document) {
    long appId =
        caller.app(
            Permission.WRITE,
            document.appId() == null
                ? parameters.findNumber("appId").orElse(null)
                : document.appId());
    return created(whole.create(appId, document));
  }

  @GET
  @Path("/{workflowId}")
  @Operation(
      summary = "Read a workflow with its nodes",
      description = "ETag holds the version of its definition.")
  @APIResponse(
      responseCode = "200",
      description = "The workflow",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response get(@PathParam("workflowId") long workflowId) {
    return answer(
        Response.ok(), whole.get(access.ofWorkflow(Permission.READ, workflowId), workflowId));
  }

  @PUT
  @Path("/{workflowId}")
  @Operation(
      summary = "Replace a workflow and its nodes",
      description =
          "All of its definition: nodes that are left out are deleted, new ones have a negative"
              + " nodeId. Runs that have begun keep to the graph that they began with.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WorkflowDocument.class),
              example = EXAMPLE))
  @APIResponse(
      responseCode = "200",
      description = "The workflow as it is now",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response replace(
      @PathParam("workflowId") long workflowId,
      @Parameter(description = JobsApi.VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH)
          String seen,
      WorkflowDocument document) {
    long appId = access.ofWorkflow(Permission.WRITE, workflowId);
    return answer(
        Response.ok(), whole.change(appId, workflowId, IfMatch.required(seen), before -> document));
  }

  /** A JSON merge patch of the definition. */
  @PATCH
  @Path("/{workflowId}")
  @Operation(
      summary = "Change parts of a workflow",
      description = "A JSON merge patch (RFC 7396): null takes a value away, lists are replaced.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/merge-patch+json",
              schema = @Schema(implementation = WorkflowDocument.class),
              example = "{\"maxWfInstanceNum\":3,\"wfDescription\":null}"))
  @APIResponse(
      responseCode = "200",
      description = "The workflow as it is now",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response change(
      @PathParam("workflowId") long workflowId,
      @Parameter(description = JobsApi.VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH)
          String seen,
      ObjectNode patch) {
    long appId = access.ofWorkflow(Permission.WRITE, workflowId);
    return answer(
        Response.ok(),
        whole.change(
            appId,
            workflowId,
            IfMatch.required(seen),
            before -> MergePatch.apply(before, WorkflowDocument.class, patch)));
  }

  @DELETE
  @Path("/{workflowId}")
  @Operation(summary = "Delete a workflow", description = "Its runs stay and go on.")
  public void delete(
      @PathParam("workflowId") long workflowId,
      @Parameter(description = JobsApi.VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH)
          String seen) {
    long appId = access.ofWorkflow(Permission.WRITE, workflowId);
    whole.switchTo(appId, workflowId, SwitchableStatus.DELETED, IfMatch.required(seen));
  }

  @POST
  @Path("/{workflowId}/enable")
  @Operation(summary = "Let the schedule of a workflow fire")
  @APIResponse(
      responseCode = "200",
      description = "The workflow as it is now",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response enable(@PathParam("workflowId") long workflowId) {
    return switchTo(workflowId, SwitchableStatus.ENABLE);
  }

  @POST
  @Path("/{workflowId}/disable")
  @Operation(
      summary = "Stop the schedule of a workflow",
      description = "Runs that have begun go on.")
  @APIResponse(
      responseCode = "200",
      description = "The workflow as it is now",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response disable(@PathParam("workflowId") long workflowId) {
    return switchTo(workflowId, SwitchableStatus.DISABLE);
  }

  /** Doing so twice changes nothing, so it needs no version. */
  private Response switchTo(long workflowId, SwitchableStatus status) {
    long appId = access.ofWorkflow(Permission.WRITE, workflowId);
    return answer(Response.ok(), whole.switchTo(appId, workflowId, status, version -> true));
  }

  @POST
  @Path("/{workflowId}/copy")
  @Operation(summary = "Copy a workflow with its nodes, with _COPY after its name")
  @APIResponse(
      responseCode = "201",
      description = "The copy",
      content = @Content(schema = @Schema(implementation = WorkflowDocument.class)))
  public Response copy(@PathParam("workflowId") long workflowId) {
    long appId = access.ofWorkflow(Permission.WRITE, workflowId);
    return created(whole.get(appId, workflows.copy(appId, workflowId)));
  }

  /** The newest first. */
  @GET
  @Path("/{workflowId}/versions")
  @Operation(summary = "The versions of a workflow's graph, the newest first")
  public List<WorkflowVersions.Version> versions(@PathParam("workflowId") long workflowId) {
    return workflows.versions(access.ofWorkflow(Permission.READ, workflowId), workflowId);
  }

  /** What runs that are pinned to it go by. */
  @GET
  @Path("/{workflowId}/versions/{version}")
  @Operation(
      summary = "A version of a workflow's graph, with its name and options",
      description = "For a present or former version; where nodes are drawn belongs to none.")
  public WorkflowVersionDocument version(
      @PathParam("workflowId") long workflowId,
      @Parameter(description = "Its number, as in the list of versions", example = "1")
          @PathParam("version")
          int version) {
    return history.document(access.ofWorkflow(Permission.READ, workflowId), workflowId, version);
  }

  /** The next due instants of a workflow; {@code count} is 1 to 1000. */
  @GET
  @Path("/{workflowId}/firings")
  @Operation(summary = "The next due instants of a workflow")
  @Parameter(name = "count", in = ParameterIn.QUERY, example = "10")
  public Preview firings(@PathParam("workflowId") long workflowId) {
    return firings.next(
        access.ofWorkflow(Permission.READ, workflowId),
        workflowId,
        parameters.findNumber("count").orElse(DEFAULT_COUNT));
  }

  /** Whether every due instant since the last change is accounted for. */
  @GET
  @Path("/{workflowId}/ledger-audit")
  @Operation(summary = "Whether every due instant of a workflow is accounted for")
  public JobAudit audit(@PathParam("workflowId") long workflowId) {
    return firings.audit(access.ofWorkflow(Permission.READ, workflowId), workflowId);
  }

  private static Response created(WorkflowDocument workflow) {
    return answer(Response.created(URI.create("/api/v1/workflows/" + workflow.id())), workflow);
  }

  private static Response answer(Response.ResponseBuilder response, WorkflowDocument workflow) {
    return response
        .header(HttpHeaders.ETAG, IfMatch.tag(workflow.version()))
        .entity(workflow)
        .build();
  }
}
