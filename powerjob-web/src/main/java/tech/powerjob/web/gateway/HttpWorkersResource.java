package tech.powerjob.web.gateway;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.worker.NetworkRanges;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.httpworker.HttpWorkerAccess;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;

/** Where an application's workers that speak HTTP may be: nowhere, until somebody says so. */
@Path("/api/v1/apps/{appId}/http-workers")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class HttpWorkersResource {
  /**
   * What holds for an application.
   *
   * @param networks ranges of IP addresses; empty lets nobody in
   * @param own whether the application says so itself; if not, the server's settings do
   */
  public record HttpWorkersView(List<String> networks, boolean own) {}

  /**
   * Body of PUT.
   *
   * @param networks ranges of IP addresses; {@code null} to go by the server's settings
   */
  public record HttpWorkersRequest(List<String> networks) {}

  @Inject HttpWorkerAccess access;
  @Inject CurrentUser caller;

  @GET
  @Operation(summary = "Where workers over HTTP may be")
  public HttpWorkersView get(@PathParam("appId") long appId) {
    return view(caller.app(Permission.READ, appId));
  }

  @PUT
  @Operation(
      summary = "Say where workers over HTTP may be",
      description =
          "They are let in from these networks, and called there, without credentials. Without networks the server's setting holds.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = HttpWorkersRequest.class),
              example = "{\"networks\":[\"10.1.0.0/16\",\"fd00:1::/64\"]}"))
  public HttpWorkersView put(@PathParam("appId") long appId, HttpWorkersRequest request) {
    caller.app(Permission.SU, appId);
    var networks = request.networks();
    if (networks != null && networks.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException("networks has null but each must be a range of addresses");
    }
    var app =
        access
            .allow(appId, networks == null ? null : NetworkRanges.of(networks), caller.get().id())
            .orElseThrow(NotFoundException::new);
    return new HttpWorkersView(access.networks(app).list(), app.httpWorkerNetworks().isPresent());
  }

  private HttpWorkersView view(AppIdentity app) {
    return new HttpWorkersView(access.networks(app).list(), app.httpWorkers().isPresent());
  }
}
