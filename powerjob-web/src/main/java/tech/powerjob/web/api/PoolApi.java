package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.pool.PoolService;
import tech.powerjob.server.pool.PoolView;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Pools of permits. An application sees and changes its own and sees those for all; a user names
 * the application as {@code appId}, and 0 means those for all, which only global administrators
 * change.
 */
@Path("/api/v1/pools")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class PoolApi {
  /** Body of PUT. */
  public record PoolRequest(Integer capacity) {}

  @Inject PoolService pools;
  @Inject Caller caller;
  @Inject RequestParameters parameters;

  @GET
  @Operation(summary = "Pools of permits, with holders and waiters")
  public List<PoolView> list() {
    return pools.list(readable());
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One pool")
  public PoolView get(@PathParam("name") String name) {
    return pools.find(readable(), name).orElseThrow(NotFoundException::new);
  }

  @PUT
  @Path("/{name}")
  @Operation(summary = "Make a pool, or change its capacity")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = PoolRequest.class),
              example = "{\"capacity\":3}"))
  public PoolView put(@PathParam("name") String name, PoolRequest request) {
    long appId = writable();
    if (request.capacity() == null) {
      throw new IllegalArgumentException("capacity can't be empty");
    }
    pools.put(appId, name, request.capacity());
    return pools.find(appId, name).orElseThrow(NotFoundException::new);
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Delete a pool that nobody uses")
  public void delete(@PathParam("name") String name) {
    if (!pools.delete(writable(), name)) {
      throw new NotFoundException();
    }
  }

  private Long requested() {
    return parameters.findNumber("appId").orElse(null);
  }

  private boolean isGlobal() {
    return Long.valueOf(PoolService.GLOBAL).equals(requested());
  }

  private long readable() {
    if (isGlobal()) {
      caller.everywhere(Permission.READ);
      return PoolService.GLOBAL;
    }
    return caller.app(Permission.READ, requested());
  }

  private long writable() {
    return caller.ownerToChange(isGlobal(), requested());
  }
}
