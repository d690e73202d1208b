package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.command.DeadCommand;
import tech.powerjob.server.command.DeadCommands;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Commands that were set aside at this server. An application sees its own; a user those of {@code
 * appId}, or, as an administrator of everything, all.
 */
@Path("/api/v1/dead-commands")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class DeadCommandApi {
  @Inject DeadCommands commands;
  @Inject AppAccounts apps;
  @Inject Caller caller;
  @Inject CurrentUser user;
  @Inject RequestParameters parameters;

  @GET
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "For users: whose commands")
  @Operation(summary = "Commands by message that were set aside at this server, the oldest first")
  public List<DeadCommand> list() {
    return commands.list(whose(Permission.READ));
  }

  @DELETE
  @Path("/{id}")
  @Parameter(name = "appId", in = ParameterIn.QUERY, description = "For users: whose command")
  @Operation(summary = "Throw one away")
  public void discard(@PathParam("id") String id) {
    if (!commands.discard(id, whose(Permission.OPS))) {
      throw new NotFoundException();
    }
  }

  /** Name of the application whose commands the caller means and may have; empty for all. */
  private Optional<String> whose(Permission permission) {
    var requested = parameters.findNumber("appId").orElse(null);
    if (caller.isUser()) {
      return user.appOrEverything(permission, requested).map(AppIdentity::name);
    }
    long appId = caller.app(permission, requested);
    return Optional.of(apps.find(appId).map(AppIdentity::name).orElseThrow(NotFoundException::new));
  }
}
