package tech.powerjob.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import tech.powerjob.common.enums.ErrorCodes;

/**
 * Answers failures as clients of PowerJob expect them: HTTP 200 and a body that says why. Our own
 * paths speak plain HTTP.
 */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  @Context Request request;
  @Context UriInfo uriInfo;

  @Override
  public Response toResponse(Throwable failure) {
    var answer = Failures.answer(failure, request.getMethod(), uriInfo.getPath());
    return Response.status(status(failure, answer.getCode()))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(answer)
        .build();
  }

  private Response.Status status(Throwable failure, String code) {
    if (failure instanceof NotFoundException) {
      return Response.Status.NOT_FOUND;
    }
    if (!uriInfo.getPath().replaceFirst("^/", "").startsWith("api/")) {
      return Response.Status.OK;
    }
    if (ErrorCodes.NO_PERMISSION.getCode().equals(code)) {
      return Response.Status.FORBIDDEN;
    }
    return ErrorCodes.SYSTEM_UNKNOWN_ERROR.getCode().equals(code)
        ? Response.Status.INTERNAL_SERVER_ERROR
        : Response.Status.BAD_REQUEST;
  }
}
