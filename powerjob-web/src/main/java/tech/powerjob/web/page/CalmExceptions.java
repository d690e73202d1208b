package tech.powerjob.web.page;

import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;

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

    private boolean isDenied(Throwable failure) {
      for (var cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof PowerJobException e
            && ErrorCodes.NO_PERMISSION.getCode().equals(e.getCode())) {
          return true;
        }
      }
      return false;
    }

    private void lead(FacesContext faces, Throwable failure) {
      if (faces.getResponseComplete()) {
        return;
      }
      var external = faces.getExternalContext();
      try {
        if (getRootCause(failure) instanceof ViewExpiredException
            || failure instanceof ViewExpiredException) {
          // The state of the page is gone, not the person: the same page anew, as its address says.
          // Somebody who has to log in again is led to the login page by the front door.
          external.redirect(
              external.getRequestContextPath()
                  + external.getRequestServletPath()
                  + PageQuery.of((HttpServletRequest) external.getRequest()));
        } else if (isDenied(failure)) {
          external.redirect(external.getRequestContextPath() + "/error.xhtml?denied=1");
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
