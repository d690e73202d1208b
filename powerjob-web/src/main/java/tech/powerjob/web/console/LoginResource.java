package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.Logins;
import tech.powerjob.server.auth.PowerJobLogin;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessFilter;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.access.LoginAttempts;
import tech.powerjob.web.access.LoginGuard;
import tech.powerjob.web.rest.RequestParameters;

/** How a user gets in and out, and who administers everything. */
@Path("/auth")
@RequestScoped
@Access(Access.Kind.PUBLIC)
@Produces(MediaType.APPLICATION_JSON)
public class LoginResource {
  /** One way to log in. */
  public record LoginType(String type, String name, String iconUrl) {}

  /** Body of a login: the parameters are JSON text in turn. */
  public record LoginRequest(String loginType, String originParams) {
    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "LoginRequest[loginType=" + loginType + "]";
    }
  }

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

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
      return "LoggedIn[username=" + username + "]";
    }
  }

  @Inject Logins logins;
  @Inject LoginAttempts attempts;
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
        logins.available().stream()
            .map(each -> new LoginType(each.type(), each.name(), each.iconUrl()))
            .toList());
  }

  /** Where the browser goes; what it has to bring back is in its cookie. */
  @GET
  @Path("/thirdPartyLoginUrl")
  public Response thirdPartyLoginUrl() {
    var attempt = begin();
    var url = logins.require(attempt.type()).begin(attempt);
    return Response.ok(ResultDTO.success(url))
        .cookie(cookie(attempts.seal(attempt), false))
        .build();
  }

  /** Sends the browser there. */
  @GET
  @Path("/thirdPartyLogin")
  public Response thirdPartyLogin() {
    var attempt = begin();
    var url = logins.require(attempt.type()).begin(attempt);
    if (!url.startsWith("http")) {
      url = servletRequest.getContextPath() + "/login.xhtml";
      return Response.status(Response.Status.SEE_OTHER).header("Location", url).build();
    }
    return Response.seeOther(URI.create(url)).cookie(cookie(attempts.seal(attempt), false)).build();
  }

  private LoginAttempt begin() {
    return attempts.begin(
        parameters.find("type").orElse(""),
        parameters.find("zone").flatMap(Logins::zone).orElse(null));
  }

  /** The person who comes back from there, for consoles that read the answer themselves. */
  @GET
  @Path("/thirdPartyLoginCallback")
  public Response thirdPartyLoginCallback(@CookieParam(LoginAttempts.COOKIE) String sealed) {
    var address = servletRequest.getRemoteAddr();
    var query = parameters.all();
    var user =
        guard.elsewhere(
            address, () -> logins.finish(attempts.open(sealed, query.get("state")), query));
    return Response.ok(ResultDTO.success(LoggedIn.of(user, tokens.issue(user))))
        .cookie(cookie("", true))
        .build();
  }

  /** As the other one, for providers that make the browser post a form. */
  @POST
  @Path("/thirdPartyLoginCallback")
  public Response postedCallback(@CookieParam(LoginAttempts.COOKIE) String sealed) {
    return thirdPartyLoginCallback(sealed);
  }

  private NewCookie cookie(String value, boolean ended) {
    return new NewCookie.Builder(LoginAttempts.COOKIE)
        .value(value)
        .path(servletRequest.getContextPath() + "/")
        .maxAge(ended ? 0 : (int) LoginAttempts.LIFE.toSeconds())
        .httpOnly(true)
        .secure(servletRequest.isSecure())
        // Lax, because it is another site that sends the browser back.
        .sameSite(NewCookie.SameSite.LAX)
        .build();
  }

  @POST
  @Path("/thirdPartyLoginDirect")
  public ResultDTO<LoggedIn> thirdPartyLoginDirect(LoginRequest request) {
    var type = logins.require(request.loginType()).type();
    var name =
        type.equals(PwjbUser.ACCOUNT_TYPE)
            ? PowerJobLogin.Credentials.of(request.originParams()).username()
            : type;
    var user =
        guard.user(
            type,
            name,
            servletRequest.getRemoteAddr(),
            () -> logins.direct(type, request.originParams()));
    return ResultDTO.success(LoggedIn.of(user, tokens.issue(user)));
  }

  /** Ends the token that the call comes with. */
  @POST
  @Path("/logout")
  @Access(value = Access.Kind.USER, beforePasswordChange = true)
  public ResultDTO<Void> logout(@Context HttpHeaders headers) {
    AccessFilter.userToken(headers::getHeaderString).ifPresent(tokens::end);
    audit.changed("logout", "user", currentUser.get().id(), null, null, null);
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

  /** The caller with the token of the call, or {@code null} for a stranger. */
  @GET
  @Path("/ifLogin")
  public ResultDTO<LoggedIn> ifLogin(@Context HttpHeaders headers) {
    var token = AccessFilter.userToken(headers::getHeaderString).orElse(null);
    return ResultDTO.success(currentUser.find().map(user -> LoggedIn.of(user, token)).orElse(null));
  }
}
