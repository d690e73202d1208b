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

/** Answers failures as clients of PowerJob expect them: HTTP 200 and a body that says why. */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  @Context Request request;
  @Context UriInfo uriInfo;

  @Override
  public Response toResponse(Throwable failure) {
    var status =
        failure instanceof NotFoundException ? Response.Status.NOT_FOUND : Response.Status.OK;
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(Failures.answer(failure, request.getMethod(), uriInfo.getPath()))
        .build();
  }
}
