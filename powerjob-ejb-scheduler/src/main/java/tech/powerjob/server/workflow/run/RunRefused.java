package tech.powerjob.server.workflow.run;

import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.instance.WrongState;

/** What is asked for cannot be done with the run as it is now; said in PowerJob's words. */
public final class RunRefused extends PowerJobException implements WrongState {
  private static final long serialVersionUID = 1L;

  RunRefused(String message) {
    super(message);
  }
}
