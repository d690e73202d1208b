package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.web.access.Access;

/** The calls about workflows, which this server does not have: each is refused and says so. */
@Path(OpenAPIConstant.WEB_PATH)
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowResource {
  private static final String CALLS =
      "saveWorkflow|copyWorkflow|fetchWorkflow|disableWorkflow|enableWorkflow|deleteWorkflow"
          + "|runWorkflow|addWorkflowNode|stopWfInstance|retryWfInstance|fetchWfInstanceInfo"
          + "|markWorkflowNodeAsSuccess";

  @POST
  @Path("/{call: " + CALLS + "}")
  @Operation(summary = "Workflows: this server has none")
  public ResultDTO<Void> refuse(@PathParam("call") String call) {
    throw new PowerJobException(
        ErrorCodes.OPERATION_NOT_PERMITTED, call + ": this server has no workflows");
  }
}
