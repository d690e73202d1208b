package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;

/** Ends sessions and tokens before their time; all servers know within five seconds. */
@Path("/api/v1")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class SessionApi {
  /** Body of PUT. */
  public record NewPassword(String password) {
    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "NewPassword[]";
    }
  }

  @Inject UserAdministration administration;
  @Inject AppAccounts apps;
  @Inject CurrentUser caller;

  /** All of a user: for the user and for global administrators. */
  @POST
  @Path("/users/{id}/sessions/revoke")
  public void endSessions(@PathParam("id") long userId) {
    administration.endSessions(userId, caller.get());
  }

  /** All of an application: for its administrators. Its workers stay connected. */
  @POST
  @Path("/apps/{id}/tokens/revoke")
  public void endTokens(@PathParam("id") long appId) {
    caller.app(Permission.SU, appId);
    apps.endTokens(appId, caller.get().id(), caller.get().grants());
  }

  /**
   * Gives a user whose password is kept here another one, which they have to change at their next
   * login; for global administrators.
   */
  @PUT
  @Path("/users/{id}/password")
  public void resetPassword(@PathParam("id") long userId, NewPassword request) {
    administration.resetPassword(userId, request.password(), caller.get());
  }
}
