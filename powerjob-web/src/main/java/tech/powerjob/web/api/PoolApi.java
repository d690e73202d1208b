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
  public List<PoolView> list() {
    return pools.list(readable());
  }

  @GET
  @Path("/{name}")
  public PoolView get(@PathParam("name") String name) {
    return pools.find(readable(), name).orElseThrow(NotFoundException::new);
  }

  @PUT
  @Path("/{name}")
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
    if (isGlobal()) {
      caller.everywhere(Permission.SU);
      return PoolService.GLOBAL;
    }
    return caller.app(Permission.WRITE, requested());
  }
}
