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
 * own paths with the status that fits.
 */
@Provider
@ApplicationScoped
public class FailureMapper implements ExceptionMapper<Throwable> {
  @Inject Denials denials;
  @Context Request request;
  @Context UriInfo uriInfo;

  @Override
  public Response toResponse(Throwable failure) {
    var answer = Failures.answer(failure, request.getMethod(), uriInfo.getPath());
    denials.note(failure, request.getMethod(), uriInfo.getPath());
    boolean ownApi = uriInfo.getPath().replaceFirst("^/", "").startsWith("api/");
    int usual = failure instanceof NotFoundException ? 404 : 200;
    return Response.status(ownApi ? Failures.status(failure, answer.getCode()) : usual)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(answer)
        .build();
  }
}
