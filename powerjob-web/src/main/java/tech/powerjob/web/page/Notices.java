package tech.powerjob.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.workflow.NotYourWorkflowException;
import tech.powerjob.web.access.Denials;

/** What pages say to people in passing, at the edge of the window. */
@RequestScoped
public class Notices {
  @Inject FacesContext faces;
  @Inject Texts texts;
  @Inject Denials denials;

  /** Something was done. */
  public void done(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_INFO, text, null));
  }

  /** Something was not done. */
  public void failed(String text) {
    faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  /**
   * Does something; what the services object to is told to the viewer.
   *
   * @return whether it was done
   */
  public boolean attempt(Runnable action) {
    try {
      action.run();
      return true;
    } catch (PowerJobException | IllegalArgumentException e) {
      if (e instanceof NotYoursException || e instanceof NotYourWorkflowException) {
        denials.note(e, "PAGE", faces.getViewRoot().getViewId());
      }
      failed(texts.said(e.getMessage()));
      return false;
    }
  }
}
