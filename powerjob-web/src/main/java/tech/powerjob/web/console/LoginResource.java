package tech.powerjob.web.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessFilter;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.LoginGuard;
import tech.powerjob.web.rest.JsonBody;
import tech.powerjob.web.rest.RequestParameters;

/** How a user gets in. */
@Path("/auth")
@RequestScoped
@Access(Access.Kind.PUBLIC)
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {
  /** One way to log in. */
  public record LoginType(String type, String name, String iconUrl) {}

  /** Body of a login: the parameters are JSON text in turn. */
  public record LoginRequest(String loginType, String originParams) {}

  /** What the built-in accounts need. */
  record Credentials(String username, String password) {}

  /** A user who is in, with the token for further calls. */
  public record LoggedIn(
      long id,
      String username,
      String phone,
      String email,
      String webHook,
      String extra,
      String jwtToken) {
    static LoggedIn of(UserIdentity user, String token) {
      return new LoggedIn(
          user.id(),
          user.username(),
          user.phone(),
          user.email(),
          user.webHook(),
          user.extra(),
          token);
    }
  }

  @Inject UserAccounts accounts;
  @Inject AccessTokens tokens;
  @Inject LoginGuard guard;
  @Inject CurrentUser currentUser;
  @Inject UserAdministration administration;
  @Inject AuditLog audit;
  @Inject RequestParameters parameters;
  @Context HttpServletRequest servletRequest;

  @GET
  @Path("/supportLoginTypes")
  public ResultDTO<List<LoginType>> supportLoginTypes() {
    return ResultDTO.success(
        List.of(new LoginType(PwjbUser.ACCOUNT_TYPE, "PowerJob Account", null)));
  }

  @GET
  @Path("/thirdPartyLoginUrl")
  public ResultDTO<String> thirdPartyLoginUrl() {
    checkType(parameters.find("type").orElse(null));
    return ResultDTO.success("FE-REDIRECT:powerjobLogin");
  }

  @POST
  @Path("/thirdPartyLoginDirect")
  public ResultDTO<LoggedIn> thirdPartyLoginDirect(LoginRequest request) {
    checkType(request.loginType());
    var credentials = credentials(request.originParams());
    var user =
        guard.user(
            PwjbUser.ACCOUNT_TYPE,
            credentials.username(),
            servletRequest.getRemoteAddr(),
            () -> accounts.login(credentials.username(), credentials.password()));
    return ResultDTO.success(LoggedIn.of(user, tokens.issue(user)));
  }

  /** Ends the token that the call comes with. */
  @POST
  @Path("/logout")
  @Access(value = Access.Kind.USER, beforePasswordChange = true)
  public ResultDTO<Void> logout(@Context HttpHeaders headers) {
    AccessFilter.userToken(headers::getHeaderString).ifPresent(tokens::end);
    audit.changed("logout", "user", caller().id(), null, null, null);
    return ResultDTO.success(null);
  }

  /** Ids of the global administrators. */
  @GET
  @Path("/listGlobalAdmin")
  @Access(Access.Kind.USER)
  public ResultDTO<List<Long>> listGlobalAdmin() {
    return ResultDTO.success(administration.globalAdmins());
  }

  /** For global administrators. */
  @POST
  @Path("/saveGlobalAdmin")
  @Access(Access.Kind.USER)
  public ResultDTO<Void> saveGlobalAdmin(PeopleByRole request) {
    currentUser.everywhere(Permission.SU);
    administration.setGlobalAdmins(request.admin());
    return ResultDTO.success(null);
  }

  private UserIdentity caller() {
    return currentUser.get();
  }

  /** The caller, or {@code null} for a stranger. */
  @GET
  @Path("/ifLogin")
  public ResultDTO<LoggedIn> ifLogin() {
    return ResultDTO.success(
        currentUser.find().map(user -> LoggedIn.of(user, tokens.issue(user))).orElse(null));
  }

  private static void checkType(String type) {
    if (!PwjbUser.ACCOUNT_TYPE.equals(type)) {
      throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "no such login type");
    }
  }

  private static Credentials credentials(String json) {
    try {
      var credentials = json == null ? null : JsonBody.mapper().readValue(json, Credentials.class);
      if (credentials == null || credentials.username() == null || credentials.password() == null) {
        throw new PowerJobException(
            ErrorCodes.INVALID_REQUEST, "originParams needs username and password");
      }
      return credentials;
    } catch (JsonProcessingException e) {
      // The text holds the password, and so does the parser's message: neither is passed on.
      throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "originParams is no JSON object");
    }
  }
}
