package tech.powerjob.common.exception;

/**
 * The checked sibling of {@link PowerJobException}, thrown by the SDK where callers must decide.
 */
public class PowerJobCheckedException extends Exception {
  private static final long serialVersionUID = 1L;

  public PowerJobCheckedException() {}

  public PowerJobCheckedException(String message) {
    super(message);
  }

  public PowerJobCheckedException(String message, Throwable cause) {
    super(message, cause);
  }

  public PowerJobCheckedException(Throwable cause) {
    super(cause);
  }

  public PowerJobCheckedException(
      String message, Throwable cause, boolean enableSuppression, boolean writableStackTrace) {
    super(message, cause, enableSuppression, writableStackTrace);
  }
}
