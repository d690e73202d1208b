package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.workflow.NotYourWorkflowException;

/** Tells the audit log of calls that were let in and then wanted too much. Thread-safe. */
@ApplicationScoped
public class Denials {
  private static final int MAX_CAUSES = 10;

  private final AuditLog audit;

  /** For the proxy. */
  protected Denials() {
    this(null);
  }

  @Inject
  public Denials(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * Notes the failure of a call if it is a denial; other failures are none of its business.
   *
   * @param method method of HTTP
   * @param path what was called
   */
  public void note(Throwable failure, String method, String path) {
    var cause = failure;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
      boolean denied =
          cause instanceof NotYoursException
              || cause instanceof NotYourWorkflowException
              || (cause instanceof PowerJobException known
                  && ErrorCodes.NO_PERMISSION.getCode().equals(known.getCode()));
      if (denied) {
        audit.denied("access", method + " " + path, cause.getMessage());
        return;
      }
    }
  }
}
