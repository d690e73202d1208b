package tech.powerjob.common.exception;

import tech.powerjob.common.enums.ErrorCodes;

/** A failure that the caller can understand; carries an error code where there is one. */
public class PowerJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected String code;

  public PowerJobException() {}

  public PowerJobException(String message) {
    super(message);
  }

  /** The message becomes {@code <text of the code>} or {@code <text of the code>:<extra>}. */
  public PowerJobException(ErrorCodes errorCode, String extra) {
    super(extra == null ? errorCode.getMsg() : errorCode.getMsg() + ":" + extra);
    this.code = errorCode.getCode();
  }

  public PowerJobException(String message, Throwable cause) {
    super(message, cause);
  }

  public PowerJobException(Throwable cause) {
    super(cause);
  }

  public PowerJobException(
      String message, Throwable cause, boolean enableSuppression, boolean writableStackTrace) {
    super(message, cause, enableSuppression, writableStackTrace);
  }

  /** Code of {@link ErrorCodes}, or {@code null}. */
  public String getCode() {
    return code;
  }

  public void setCode(String code) {
    this.code = code;
  }
}
