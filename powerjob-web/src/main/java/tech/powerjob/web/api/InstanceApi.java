package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.Explanation;
import tech.powerjob.server.instance.Explanations;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;

/** Why an instance did what it did. */
@Path("/api/v1/instances/{instanceId}/explanation")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class InstanceApi {
  @Inject Explanations explanations;
  @Inject ObjectAccess access;

  @GET
  @Operation(summary = "Why an instance did what it did")
  public Explanation explain(@PathParam("instanceId") long instanceId) {
    return explanations.of(access.ofInstance(Permission.READ, instanceId), instanceId);
  }
}
