package tech.powerjob.web.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tech.powerjob.common.OpenAPIConstant;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.web.rest.Problem;
import tech.powerjob.web.rest.Problems;

/**
 * Lets a call reach its resource method only with the credentials that the method asks for, and
 * closes methods that do not say. Tells the client of the OpenAPI in a header whether it got in.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
@ApplicationScoped
public class AccessFilter implements ContainerRequestFilter, ContainerResponseFilter {
  /** Header of the console's token. */
  public static final String USER_TOKEN = "PowerJwt";

  /** The name that older consoles use for it. */
  public static final String OLD_USER_TOKEN = "Power_jwt";

  private static final String PASSED = AccessFilter.class.getName() + ".passed";

  @Inject AccessTokens tokens;
  @Inject CurrentApp currentApp;
  @Inject CurrentUser currentUser;
  @Inject Actor actor;
  @Inject AuditLog audit;
  @Context HttpServletRequest servletRequest;
  @Context ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    actor.at(servletRequest.getRemoteAddr());
    var kind = kindOf(resource.getResourceClass(), resource.getResourceMethod());
    try {
      if (kind.isEmpty()) {
        throw new PowerJobException(ErrorCodes.OPERATION_NOT_PERMITTED, "this door is closed");
      }
      switch (kind.get()) {
        case PUBLIC -> recogniseUser(request);
        case APP -> admitApp(request);
        case USER -> admitUser(request, isOpenBeforePasswordChange());
        case APP_OR_USER -> {
          if (request.getHeaderString(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN) != null) {
            admitApp(request);
          } else {
            admitUser(request, isOpenBeforePasswordChange());
          }
        }
      }
      request.setProperty(PASSED, true);
    } catch (PowerJobException e) {
      audit.denied(
          "access", request.getMethod() + " " + request.getUriInfo().getPath(), e.getMessage());
      request.abortWith(refusal(request, e));
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (isOpenApi(request)) {
      response
          .getHeaders()
          .putSingle(
              OpenAPIConstant.RESPONSE_HEADER_AUTH_STATUS,
              String.valueOf(request.getProperty(PASSED) != null));
    }
  }

  /** What the method asks for, or else its class; empty if neither says. */
  public static Optional<Access.Kind> kindOf(Class<?> type, Method method) {
    return Optional.ofNullable(method.getAnnotation(Access.class))
        .or(() -> Optional.ofNullable(type.getAnnotation(Access.class)))
        .map(Access::value);
  }

  private void admitApp(ContainerRequestContext request) {
    currentApp.is(
        tokens.app(
            request.getHeaderString(OpenAPIConstant.REQUEST_HEADER_APP_ID),
            request.getHeaderString(OpenAPIConstant.REQUEST_HEADER_ACCESS_TOKEN)));
  }

  private boolean isOpenBeforePasswordChange() {
    var access = resource.getResourceMethod().getAnnotation(Access.class);
    return access != null && access.beforePasswordChange();
  }

  private void admitUser(ContainerRequestContext request, boolean beforePasswordChange) {
    var token =
        userToken(request::getHeaderString)
            .orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_LOGIN, null));
    currentUser.is(tokens.user(token));
    if (currentUser.get().mustChangePassword() && !beforePasswordChange) {
      throw new PowerJobException(
          ErrorCodes.OPERATION_NOT_PERMITTED,
          "the initial password must be changed first, on the console or with"
              + " POST /pwjbUser/changePassword");
    }
  }

  private void recogniseUser(ContainerRequestContext request) {
    userToken(request::getHeaderString)
        .ifPresent(
            token -> {
              try {
                currentUser.is(tokens.user(token));
              } catch (PowerJobException e) {
                // An old token does not close a public door; the caller just stays a stranger.
              }
            });
  }

  /**
   * The token of a user in the headers of a call.
   *
   * @param headers gives the value of a header, {@code null} if it is missing
   */
  public static Optional<String> userToken(UnaryOperator<String> headers) {
    return Optional.ofNullable(headers.apply(USER_TOKEN))
        .or(() -> Optional.ofNullable(headers.apply(OLD_USER_TOKEN)))
        .map(String::trim)
        // What scripts send that have no token.
        .filter(text -> !text.isEmpty() && !text.equals("null") && !text.equals("undefined"));
  }

  /** Clients of PowerJob read the body only with status 200; our own paths speak plain HTTP. */
  private static Response refusal(ContainerRequestContext request, PowerJobException e) {
    var status =
        ErrorCodes.OPERATION_NOT_PERMITTED.getCode().equals(e.getCode())
            ? Response.Status.FORBIDDEN
            : Response.Status.UNAUTHORIZED;
    if (request.getUriInfo().getPath().replaceFirst("^/", "").startsWith("api/")) {
      return Response.status(status)
          .type(Problem.MEDIA_TYPE)
          .entity(Problems.of(status.getStatusCode(), e.getMessage(), e.getCode()))
          .build();
    }
    return Response.ok()
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new AuthFailure(false, e.getMessage(), e.getCode()))
        .build();
  }

  private static boolean isOpenApi(ContainerRequestContext request) {
    return request.getUriInfo().getPath().replaceFirst("^/", "").startsWith("openApi/");
  }
}
