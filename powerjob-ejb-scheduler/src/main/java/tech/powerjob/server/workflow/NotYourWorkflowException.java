package tech.powerjob.server.workflow;

import tech.powerjob.common.exception.PowerJobException;

/** The workflow that a caller named is another application's; said in PowerJob's words. */
public final class NotYourWorkflowException extends PowerJobException {
  private static final long serialVersionUID = 1L;

  /** Another text, for what belongs to a workflow. */
  public NotYourWorkflowException(String message) {
    super(message);
  }

  public NotYourWorkflowException() {
    super("Permission Denied! can't operate other app's workflow!");
  }
}
