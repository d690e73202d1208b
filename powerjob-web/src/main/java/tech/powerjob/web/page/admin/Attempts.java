package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.web.access.Denials;
import tech.powerjob.web.page.Texts;

/** Does what a button asks for, and tells the viewer what became of it. */
@RequestScoped
public class Attempts {
  @Inject FacesContext faces;
  @Inject Denials denials;
  @Inject PendingMessages messages;
  @Inject Texts texts;

  /** Does it, or says why not; an attempt that is not allowed is noted in the audit log too. */
  public boolean succeeds(Runnable deed) {
    try {
      deed.run();
      return true;
    } catch (PowerJobException | IllegalArgumentException e) {
      var view = faces.getViewRoot() == null ? "" : faces.getViewRoot().getViewId();
      denials.note(e, "PAGE", view);
      problem(reason(e));
      return false;
    }
  }

  private String reason(RuntimeException e) {
    boolean denied =
        e instanceof PowerJobException known
            && ErrorCodes.NO_PERMISSION.getCode().equals(known.getCode());
    return denied ? texts.get("admin.denied") : texts.said(e.getMessage());
  }

  /** Says that it is done; the next page says so too. */
  public void done(String text) {
    tell(FacesMessage.SEVERITY_INFO, text);
  }

  /** Says what is wrong. */
  public void problem(String text) {
    tell(FacesMessage.SEVERITY_ERROR, text);
  }

  /**
   * Says what is wrong with a field, there too.
   *
   * @param field client id of the component
   */
  public void problem(String field, String text) {
    faces.addMessage(field, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  private void tell(FacesMessage.Severity severity, String text) {
    messages.add(new FacesMessage(severity, text, null));
  }
}
