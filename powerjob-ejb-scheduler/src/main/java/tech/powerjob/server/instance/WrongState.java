package tech.powerjob.server.instance;

import tech.powerjob.common.exception.PowerJobException;

/**
 * What is asked for cannot be done with the instance as it is now. PowerJob's clients are told of
 * this by exceptions of two kinds, so there are two.
 */
public interface WrongState {
  /** Told as an illegal argument. */
  final class IllegalArgument extends IllegalArgumentException implements WrongState {
    private static final long serialVersionUID = 1L;

    IllegalArgument(String message) {
      super(message);
    }
  }

  /** Told as a refusal. */
  final class Refused extends PowerJobException implements WrongState {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
