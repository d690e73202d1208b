package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What was said in answer to a form and is to be read on the page that the browser is sent to. The
 * flash of Faces would do the same, but loses its messages when a page is larger than a buffer.
 */
@Named
@RequestScoped
public class PendingMessages {
  /** What waits in a session. Thread-safe. */
  @SessionScoped
  static class Waiting implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 10;

    private final ArrayList<FacesMessage> messages = new ArrayList<>();

    synchronized void add(FacesMessage message) {
      if (messages.size() < MOST) {
        messages.add(message);
      }
    }

    synchronized List<FacesMessage> take() {
      var taken = List.copyOf(messages);
      messages.clear();
      return taken;
    }
  }

  @Inject Waiting waiting;
  @Inject FacesContext faces;

  /** Says it now, and on the next page if this request leads there. */
  void add(FacesMessage message) {
    faces.addMessage(null, message);
    if (!faces.getPartialViewContext().isAjaxRequest()) {
      waiting.add(message);
    }
  }

  /** Says on the next page that something was done: for requests that lead there by themselves. */
  public void later(String done) {
    waiting.add(new FacesMessage(FacesMessage.SEVERITY_INFO, done, null));
  }

  /** Says what waits; called while a page is drawn, before the place where messages are shown. */
  public void show() {
    var taken = waiting.take();
    if (faces.getMessageList(null).isEmpty()) {
      taken.forEach(message -> faces.addMessage(null, message));
    }
  }
}
