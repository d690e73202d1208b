package tech.powerjob.domain.workflow;

import tech.powerjob.common.exception.PowerJobException;

/** What somebody asks for cannot be done with the run as it is. */
public final class RunRefusedException extends PowerJobException {
  private static final long serialVersionUID = 1L;

  public RunRefusedException(String message) {
    super(message);
  }
}
