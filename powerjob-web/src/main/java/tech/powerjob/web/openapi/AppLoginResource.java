package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AccessTokens;
import tech.powerjob.web.access.LoginGuard;
import tech.powerjob.web.rest.RequestParameters;

/** How an application gets in. */
@Path(OpenAPIConstant.WEB_PATH)
@RequestScoped
@Access(Access.Kind.PUBLIC)
@Produces(MediaType.APPLICATION_JSON)
public class AppLoginResource {
  @Inject AppAccounts accounts;
  @Inject AccessTokens tokens;
  @Inject LoginGuard guard;
  @Inject RequestParameters parameters;
  @Context HttpServletRequest servletRequest;

  @POST
  @Path(OpenAPIConstant.AUTH_APP)
  @Operation(
      summary = "Log in as an application",
      description = "The token goes into the headers of all other calls.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = AppAuthRequest.class),
              example =
                  "{\"appName\":\"demo\",\"encryptedPassword\":\"secret\",\"encryptType\":\"none\"}"))
  public PowerResultDTO<AppAuthResult> authApp(AppAuthRequest request) {
    try {
      var app = login(request.appName(), request.password());
      return PowerResultDTO.s(new AppAuthResult(app.id(), tokens.issue(app), null));
    } catch (PowerJobException e) {
      // Without the name of the exception, unlike all other calls.
      return PowerResultDTO.f(e);
    }
  }

  /** What clients before version 5 ask: is this my application? */
  @POST
  @Path(OpenAPIConstant.ASSERT)
  @Operation(summary = "Id of an application, for clients before version 5")
  @Parameter(name = "appName", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "password", in = ParameterIn.QUERY)
  public ResultDTO<Long> assertApp() {
    var password = AppPassword.ofPlain(parameters.find("password").orElse(""));
    return ResultDTO.success(login(parameters.find("appName").orElse(null), password).id());
  }

  private AppIdentity login(String appName, AppPassword password) {
    if (appName == null) {
      throw new PowerJobException("appName can't be empty");
    }
    return guard.app(
        appName, servletRequest.getRemoteAddr(), () -> accounts.login(appName, password));
  }
}
