package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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
  public ResultDTO<Void> stop() {
    instances.stop(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.CANCEL_INSTANCE)
  public ResultDTO<Void> cancel() {
    instances.cancel(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.RETRY_INSTANCE)
  public ResultDTO<Void> retry() {
    instances.retry(appId(), instanceId(), app.description());
    return ResultDTO.success(null);
  }

  @POST
  @Path(OpenAPIConstant.FETCH_INSTANCE_STATUS)
  public ResultDTO<Integer> status() {
    return ResultDTO.success(instances.status(appId(), instanceId()));
  }

  @POST
  @Path(OpenAPIConstant.FETCH_INSTANCE_INFO)
  public ResultDTO<InstanceInfoDTO> fetch() {
    return ResultDTO.success(instances.get(appId(), instanceId()));
  }

  @POST
  @Path(OpenAPIConstant.QUERY_INSTANCE)
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
