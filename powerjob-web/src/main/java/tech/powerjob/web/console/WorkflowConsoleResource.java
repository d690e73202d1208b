package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.common.response.WorkflowNodeInfoDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.workflow.KeyedRuns;
import tech.powerjob.server.workflow.WorkflowNodes;
import tech.powerjob.server.workflow.WorkflowQuery;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.WorkflowView;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Workflows in the console. */
@Path("/workflow")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowConsoleResource {
  /** Body of {@code list}; with a workflow id the keyword is not used. */
  public record WorkflowListRequest(
      Long appId, Integer index, Integer pageSize, Long workflowId, String keyword) {}

  @Inject WorkflowService workflows;
  @Inject WorkflowNodes nodes;
  @Inject KeyedRuns keyed;
  @Inject CurrentUser caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;

  /** Creates a workflow of stored nodes, or with an id replaces it. */
  @POST
  @Path("/save")
  @Operation(summary = "Create a workflow of stored nodes, or with an id replace it")
  public ResultDTO<Long> save(SaveWorkflowRequest request) {
    long appId =
        request.getId() == null
            ? caller.app(Permission.WRITE, request.getAppId()).id()
            : access.ofWorkflow(Permission.WRITE, request.getId());
    Owner.same(request.getAppId(), appId, "workflow");
    return ResultDTO.success(workflows.save(appId, request));
  }

  /** Creates nodes, or replaces those that have an id: all of them or none. */
  @POST
  @Path("/saveNode")
  @Operation(summary = "Create nodes, or with ids replace them: all of them or none")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveWorkflowNodeRequest[].class),
              example =
                  "[{\"appId\":1,\"type\":1,\"jobId\":1,\"nodeName\":\"load\",\"enable\":true,\"skipWhenFailed\":false}]"))
  public ResultDTO<List<WorkflowNodeInfoDTO>> saveNode(List<SaveWorkflowNodeRequest> requests) {
    if (requests.isEmpty() || requests.get(0) == null) {
      throw new PowerJobException("node can't be null");
    }
    // The service refuses nodes of several applications, and those of another one by their ids.
    var app = caller.app(Permission.WRITE, requests.get(0).getAppId());
    return ResultDTO.success(nodes.save(app.id(), requests));
  }

  @POST
  @Path("/copy")
  @Operation(summary = "Copy a workflow with its nodes, with _COPY after its name")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Long> copy() {
    long id = parameters.number("workflowId");
    return ResultDTO.success(workflows.copy(access.ofWorkflow(Permission.WRITE, id), id));
  }

  @GET
  @Path("/disable")
  @Operation(summary = "Stop the schedule of a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> disable() {
    long id = parameters.number("workflowId");
    workflows.disable(access.ofWorkflow(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  @GET
  @Path("/enable")
  @Operation(summary = "Let the schedule of a workflow fire")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> enable() {
    long id = parameters.number("workflowId");
    workflows.enable(access.ofWorkflow(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  @GET
  @Path("/delete")
  @Operation(summary = "Delete a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> delete() {
    long id = parameters.number("workflowId");
    workflows.delete(access.ofWorkflow(Permission.WRITE, id), id);
    return ResultDTO.success(null);
  }

  /** Workflows that are not deleted, the newest first; their nodes show their ids only. */
  @POST
  @Path("/list")
  @Operation(summary = "Workflows of an application, by page")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WorkflowListRequest.class),
              example = "{\"appId\":1,\"index\":0,\"pageSize\":10,\"keyword\":\"night\"}"))
  public ResultDTO<PageResult<WorkflowView>> list(WorkflowListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    if (request.workflowId() != null) {
      // Fails for a workflow of another application.
      return ResultDTO.success(
          Pages.request(0, 1).cut(List.of(workflows.get(appId, request.workflowId()))));
    }
    var name = Optional.ofNullable(request.keyword()).map(String::trim).filter(k -> !k.isEmpty());
    var query = new WorkflowQuery(name, List.of(), List.of(), Optional.empty(), true);
    var page = Pages.request(request.index(), request.pageSize());
    return ResultDTO.success(
        page.result(
            workflows.find(appId, query, page.skipped(), page.size()),
            workflows.count(appId, query)));
  }

  @GET
  @Path("/fetch")
  @Operation(summary = "Read a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<WorkflowView> fetch() {
    long id = parameters.number("workflowId");
    return ResultDTO.success(workflows.get(access.ofWorkflow(Permission.READ, id), id));
  }

  @GET
  @Path("/run")
  @Operation(summary = "Run a workflow once, now or after a delay")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "initParams", in = ParameterIn.QUERY)
  @Parameter(name = "delay", in = ParameterIn.QUERY, description = "Milliseconds")
  public ResultDTO<Long> run() {
    long id = parameters.number("workflowId");
    return ResultDTO.success(
        keyed.run(
            access.ofWorkflow(Permission.OPS, id),
            id,
            parameters.find("initParams").orElse(null),
            parameters.findNumber("delay").orElse(null),
            null));
  }
}
