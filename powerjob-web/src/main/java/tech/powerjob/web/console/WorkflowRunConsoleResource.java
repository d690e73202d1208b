package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.run.RunQuery;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Runs of workflows in the console. */
@Path("/wfInstance")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowRunConsoleResource {
  /** Body of {@code list}; a missing condition is not used. */
  public record RunListRequest(
      Long appId,
      Integer index,
      Integer pageSize,
      Long wfInstanceId,
      Long workflowId,
      WorkflowInstanceStatus status) {}

  @Inject WorkflowRunService runs;
  @Inject WorkflowService workflows;
  @Inject CurrentUser caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;

  @GET
  @Path("/stop")
  @Operation(summary = "Stop a run that has not ended")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> stop() {
    runs.stop(access.ofWorkflowRun(Permission.OPS, id()), id(), description());
    return ResultDTO.success(null);
  }

  @GET
  @Path("/retry")
  @Operation(summary = "Let a run that failed or was stopped go on")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> retry() {
    runs.retry(access.ofWorkflowRun(Permission.OPS, id()), id(), description());
    return ResultDTO.success(null);
  }

  @GET
  @Path("/markNodeAsSuccess")
  @Operation(summary = "Take a failed node of a run that has ended as successful")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "nodeId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<Void> markNodeAsSuccess() {
    runs.markSuccess(
        access.ofWorkflowRun(Permission.OPS, id()),
        id(),
        parameters.number("nodeId"),
        description());
    return ResultDTO.success(null);
  }

  @GET
  @Path("/info")
  @Operation(summary = "Read a run with its graph")
  @Parameter(name = "wfInstanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<WorkflowRunView> info() {
    var view = runs.info(access.ofWorkflowRun(Permission.READ, id()), id());
    return ResultDTO.success(WorkflowRunView.of(view));
  }

  /** Runs, the newest first; without their graphs. */
  @POST
  @Path("/list")
  @Operation(summary = "Runs of workflows of an application, by page")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RunListRequest.class),
              example = "{\"appId\":1,\"index\":0,\"pageSize\":10,\"status\":\"FAILED\"}"))
  public ResultDTO<PageResult<WorkflowRunView>> list(RunListRequest request) {
    long appId = caller.app(Permission.READ, request.appId()).id();
    var page = Pages.request(request.index(), request.pageSize(), RunQuery.MOST);
    var query =
        new RunQuery(
            Optional.ofNullable(request.workflowId()),
            Optional.ofNullable(request.wfInstanceId()),
            request.status() == null ? Set.of() : Set.of(request.status()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            page.skipped(),
            page.size());
    var found = runs.find(appId, query);
    var names =
        workflows.names(found.stream().map(WorkflowRun::workflowId).collect(Collectors.toSet()));
    return ResultDTO.success(
        page.result(
            found.stream()
                .map(run -> WorkflowRunView.of(run, names.get(run.workflowId())))
                .toList(),
            runs.count(appId, query)));
  }

  private long id() {
    return parameters.number("wfInstanceId");
  }

  private String description() {
    return "user " + caller.get().username();
  }
}
