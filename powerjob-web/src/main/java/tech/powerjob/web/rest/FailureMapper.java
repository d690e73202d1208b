package tech.powerjob.web.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import tech.powerjob.web.access.Denials;

/**
 * Answers failures as clients of PowerJob expect them: HTTP 200 and a body that says why; on our
 * own paths with the status that fits and a problem.
 */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  @Inject Denials denials;
  @Context Request request;
  @Context UriInfo uriInfo;

  @Override
  public Response toResponse(Throwable failure) {
    denials.note(failure, request.getMethod(), uriInfo.getPath());
    if (uriInfo.getPath().replaceFirst("^/", "").startsWith("api/")) {
      var problem = Problems.of(failure, request.getMethod(), uriInfo.getPath());
      return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
    }
    var answer = Failures.answer(failure, request.getMethod(), uriInfo.getPath());
    return Response.status(failure instanceof NotFoundException ? 404 : 200)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(answer)
        .build();
  }
}
