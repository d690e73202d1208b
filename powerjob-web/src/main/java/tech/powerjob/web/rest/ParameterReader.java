package tech.powerjob.web.rest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads query string and form body into {@link RequestParameters}. Done here, after the caller has
 * been let in, because servers differ in who gets to read a form body first.
 */
@Provider
@Priority(Priorities.AUTHORIZATION)
@ApplicationScoped
public class ParameterReader implements ContainerRequestFilter {
  @Inject RequestParameters parameters;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    var mediaType = request.getMediaType();
    if (mediaType != null
        && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(mediaType)
        && !mediaType.isWildcardType()) {
      var form = new String(request.getEntityStream().readAllBytes(), StandardCharsets.UTF_8);
      request.setEntityStream(InputStream.nullInputStream());
      read(form, parameters);
    }
    var query = request.getUriInfo().getRequestUri().getRawQuery();
    if (query != null) {
      read(query, parameters);
    }
  }

  /**
   * Reads what is encoded as in a form.
   *
   * @throws IllegalArgumentException if it is not well encoded
   */
  public static void read(String encoded, RequestParameters parameters) {
    for (var pair : encoded.split("&")) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      parameters.add(
          decode(equals < 0 ? pair : pair.substring(0, equals)),
          decode(equals < 0 ? "" : pair.substring(equals + 1)));
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a parameter is not well encoded: " + e.getMessage(), e);
    }
  }
}
