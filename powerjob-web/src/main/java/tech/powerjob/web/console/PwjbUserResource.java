package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.PasswordChanges;
import tech.powerjob.web.access.Registration;

/** Built-in accounts: who may make one, and how their passwords are changed. */
@Path("/pwjbUser")
@RequestScoped
@Access(Access.Kind.PUBLIC)
@Produces(MediaType.APPLICATION_JSON)
public class PwjbUserResource {
  /** Body of {@code create}. */
  public record NewUser(
      String username,
      String nick,
      String phone,
      String email,
      String webHook,
      String extra,
      String password) {
    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "NewUser[username=" + username + "]";
    }
  }

  /** Body of {@code changePassword}. */
  public record PasswordChange(
      String username, String oldPassword, String newPassword, String newPassword2) {
    /** Keeps the passwords out of logs. */
    @Override
    public String toString() {
      return "PasswordChange[username=" + username + "]";
    }
  }

  @Inject Registration registration;
  @Inject PasswordChanges passwords;
  @Context HttpServletRequest servletRequest;

  /** Global administrators always may; others where registration is switched on. */
  @POST
  @Path("/create")
  public ResultDTO<UserView> create(NewUser request) {
    var profile =
        new UserProfile(
            request.nick(), request.phone(), request.email(), request.webHook(), request.extra());
    return ResultDTO.success(
        UserView.of(registration.create(request.username(), request.password(), profile)));
  }

  /** For whoever knows the old password, which is what a login asks for too. */
  @POST
  @Path("/changePassword")
  public ResultDTO<Void> changePassword(PasswordChange request) {
    passwords.change(
        request.username(),
        request.oldPassword(),
        request.newPassword(),
        request.newPassword2(),
        servletRequest.getRemoteAddr());
    return ResultDTO.success(null);
  }
}
