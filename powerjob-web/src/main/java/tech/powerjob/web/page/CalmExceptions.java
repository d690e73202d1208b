package tech.powerjob.web.page;

import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads the viewer on when a page fails: after an expired session to the login page, after an
 * unexpected failure to a page with an id under which the log tells more.
 */
public class CalmExceptions extends ExceptionHandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(CalmExceptions.class);

  public CalmExceptions(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  private static final class Handler extends ExceptionHandlerWrapper {
    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() {
      var faces = FacesContext.getCurrentInstance();
      for (var events = getUnhandledExceptionQueuedEvents().iterator(); events.hasNext(); ) {
        var failure = events.next().getContext().getException();
        events.remove();
        lead(faces, failure);
      }
      getWrapped().handle();
    }

    private void lead(FacesContext faces, Throwable failure) {
      if (faces.getResponseComplete()) {
        return;
      }
      var external = faces.getExternalContext();
      try {
        if (getRootCause(failure) instanceof ViewExpiredException
            || failure instanceof ViewExpiredException) {
          external.redirect(external.getRequestContextPath() + "/login.xhtml");
        } else {
          var id = UUID.randomUUID().toString();
          LOG.error("Page failed: id={}, view={}", id, external.getRequestServletPath(), failure);
          external.redirect(external.getRequestContextPath() + "/error.xhtml?id=" + id);
        }
        faces.responseComplete();
      } catch (IOException e) {
        throw new FacesException(e);
      }
    }
  }
}
