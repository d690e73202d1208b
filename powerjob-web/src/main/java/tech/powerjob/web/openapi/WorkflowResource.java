package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.common.response.WorkflowInstanceInfoDTO;
import tech.powerjob.common.response.WorkflowNodeInfoDTO;
import tech.powerjob.server.workflow.KeyedRuns;
import tech.powerjob.server.workflow.RunDocuments;
import tech.powerjob.server.workflow.WorkflowNodes;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.WorkflowView;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.web.rest.RequestParameters;

/** Workflows and their runs in the OpenAPI. */
@Path(OpenAPIConstant.WEB_PATH)
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowResource {
  @Inject WorkflowService workflows;
  @Inject WorkflowNodes nodes;
  @Inject WorkflowRunService runs;
  @Inject KeyedRuns keyed;
  @Inject CurrentApp app;
  @Inject RequestParameters parameters;
  @Context HttpHeaders headers;

  @POST
  @Path(OpenAPIConstant.SAVE_WORKFLOW)
  @Operation(summary = "Create a workflow of stored nodes, or with an id replace it")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveWorkflowRequest.class),
              example =
                  "{\"wfName\":\"nightly\",\"timeExpressionType\":\"API\",\"dag\":{\"nodes\":[{\"nodeId\":1},{\"nodeId\":2}],\"edges\":[{\"from\":1,\"to\":2}]}}"))
  public ResultDTO<Long> save(SaveWorkflowRequest request) {
    return ResultDTO.success(workflows.save(app.id(request.getAppId()), request));
  }

  @POST
  @Path(OpenAPIConstant.SAVE_WORKFLOW_NODE)
  @Operation(summary = "Create nodes, or with ids replace them: all of them or none")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveWorkflowNodeRequest[].class),
              example =
                  "[{\"type\":1,\"jobId\":1,\"nodeName\":\"load\",\"enable\":true,\"skipWhenFailed\":false}]"))
  public ResultDTO<List<WorkflowNodeInfoDTO>> saveNodes(List<SaveWorkflowNodeRequest> requests) {
    requests.forEach(request -> app.id(request == null ? null : request.getAppId()));
    return ResultDTO.success(nodes.save(app.id(), requests));
  }

  @POST
  @Path(OpenAPIConstant.COPY_WORKFLOW)
  @Operation(summary = "Copy a workflow with its nodes, with _COPY after its name")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Long> copy() {
    return ResultDTO.success(workflows.copy(appId(), workflowId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_WORKFLOW)
  @Operation(summary = "Read a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<WorkflowView> fetch() {
    return ResultDTO.success(workflows.get(appId(), workflowId()));
  }

  @POST
  @Path(OpenAPIConstant.DISABLE_WORKFLOW)
  @Operation(summary = "Stop the schedule of a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> disable() {
    workflows.disable(appId(), workflowId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.ENABLE_WORKFLOW)
  @Operation(summary = "Let the schedule of a workflow fire")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> enable() {
    workflows.enable(appId(), workflowId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.DELETE_WORKFLOW)
  @Operation(summary = "Delete a workflow")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> delete() {
    workflows.delete(appId(), workflowId());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RUN_WORKFLOW)
  @Operation(summary = "Run a workflow once, now or after a delay")
  @Parameter(name = "workflowId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "initParams", in = ParameterIn.QUERY)
  @Parameter(name = "delay", in = ParameterIn.QUERY, description = "Milliseconds")
  @Parameter(name = "idempotencyKey", in = ParameterIn.QUERY)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Long> run() {
    return ResultDTO.success(
        keyed.run(
            appId(),
            workflowId(),
            parameters.find("initParams").orElse(null),
            parameters.findNumber("delay").orElse(null),
            RunRequests.key(headers.getHeaderString(RunRequests.KEY_HEADER), parameters, null)));
  }

  @POST
  @Path(OpenAPIConstant.STOP_WORKFLOW_INSTANCE)
  @Operation(summary = "Stop a run that has not ended")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> stop() {
    runs.stop(appId(), wfInstanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RETRY_WORKFLOW_INSTANCE)
  @Operation(summary = "Let a run that failed or was stopped go on")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> retry() {
    runs.retry(appId(), wfInstanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.FETCH_WORKFLOW_INSTANCE_INFO)
  @Operation(summary = "Read a run")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<WorkflowInstanceInfoDTO> info() {
    return ResultDTO.success(RunDocuments.of(runs.info(appId(), wfInstanceId())));
  }

  @POST
  @Path(OpenAPIConstant.MARK_WORKFLOW_NODE_AS_SUCCESS)
  @Operation(summary = "Take a failed node of a run that has ended as successful")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "nodeId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> markSuccess() {
    runs.markSuccess(appId(), wfInstanceId(), parameters.number("nodeId"), app.description());
    return ResultDTO.success(null);
  }

  private long appId() {
    return app.id(parameters.findNumber("appId").orElse(null));
  }

  private long workflowId() {
    return parameters.number("workflowId");
  }

  private long wfInstanceId() {
    return parameters.number("wfInstanceId");
  }
}
