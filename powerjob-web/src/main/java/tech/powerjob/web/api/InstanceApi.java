package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.Explanation;
import tech.powerjob.server.instance.Explanations;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/** Why an instance did what it did. A user names the application as {@code appId}. */
@Path("/api/v1/instances/{instanceId}/explanation")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class InstanceApi {
  @Inject Explanations explanations;
  @Inject Caller caller;
  @Inject RequestParameters parameters;

  @GET
  public PowerResultDTO<Explanation> explain(@PathParam("instanceId") long instanceId) {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    return PowerResultDTO.s(explanations.of(appId, instanceId));
  }
}
