package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.workflow.AppLinks;
import tech.powerjob.server.workflow.AppLinks.Links;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;

/**
 * Whose jobs the workflows of an application may run: allowed only where the calling application
 * and the one that owns the job both say so.
 */
@Path("/api/v1/apps/{appId}/workflow-links")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class WorkflowLinksApi {
  @Inject AppLinks links;
  @Inject CurrentUser caller;

  @GET
  @Operation(summary = "Whose jobs an application's workflows may run, and whom it serves")
  public Links get(@PathParam("appId") long appId) {
    return links.of(caller.app(Permission.READ, appId).id());
  }

  /** Replaces both lists; only administrators of the application may. */
  @PUT
  @Operation(
      summary = "Say whose jobs an application's workflows may run, and whom it serves",
      description = "A job runs in another application's workflow only where both say so.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Links.class),
              example = "{\"calls\":[2],\"serves\":[]}"))
  public Links save(@PathParam("appId") long appId, Links request) {
    long id = caller.app(Permission.SU, appId).id();
    links.save(id, request);
    return links.of(id);
  }
}
