package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentApp;
import tech.powerjob.web.rest.RequestParameters;

/** Instances in the OpenAPI. */
@Path(OpenAPIConstant.WEB_PATH)
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class InstanceResource {
  @Inject InstanceService instances;
  @Inject CurrentApp app;
  @Inject RequestParameters parameters;

  @POST
  @Path(OpenAPIConstant.STOP_INSTANCE)
  @Operation(summary = "Stop an instance that has not ended")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> stop() {
    instances.stop(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.CANCEL_INSTANCE)
  @Operation(summary = "Cancel an instance that has not started")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> cancel() {
    instances.cancel(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RETRY_INSTANCE)
  @Operation(summary = "Run an instance again that has ended")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Void> retry() {
    instances.retry(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.FETCH_INSTANCE_STATUS)
  @Operation(summary = "Code of the status of an instance")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<Integer> status() {
    return ResultDTO.success(instances.status(appId(), instanceId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_INSTANCE_INFO)
  @Operation(summary = "Read an instance")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "The application of the token")
  public ResultDTO<InstanceInfoDTO> fetch() {
    return ResultDTO.success(instances.get(appId(), instanceId()));
  }

  @POST
  @Path(OpenAPIConstant.QUERY_INSTANCE)
  @Operation(summary = "Search instances, by page")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = InstancePageQuery.class),
              example =
                  "{\"index\":0,\"pageSize\":10,\"sortBy\":\"gmtModified\",\"jobIdEq\":1,\"statusIn\":[4,5]}"))
  public ResultDTO<PageResult<InstanceInfoDTO>> query(InstancePageQuery query) {
    return ResultDTO.success(instances.find(app.id(query.getAppIdEq()), query));
  }

  private long appId() {
    return app.id(parameters.findNumber("appId").orElse(null));
  }

  private long instanceId() {
    return parameters.number("instanceId");
  }
}
