package tech.powerjob.common.response;

import tech.powerjob.common.exception.PowerJobException;

/**
 * A {@link ResultDTO} that also carries an error code.
 *
 * @param <T> type of the data
 */
public class PowerResultDTO<T> extends ResultDTO<T> {
  private String code;

  public PowerResultDTO() {}

  public static <T> PowerResultDTO<T> s(T data) {
    var result = new PowerResultDTO<T>();
    result.success = true;
    result.data = data;
    return result;
  }

  public static <T> PowerResultDTO<T> f(String message) {
    var result = new PowerResultDTO<T>();
    result.message = message;
    return result;
  }

  /** The message is {@code <SimpleClassName>: <message>}, never a stack trace. */
  public static <T> PowerResultDTO<T> f(Throwable cause) {
    return f(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  /** Message and code of the exception. */
  public static <T> PowerResultDTO<T> f(PowerJobException cause) {
    PowerResultDTO<T> result = f(cause.getMessage());
    result.code = cause.getCode();
    return result;
  }

  public String getCode() {
    return code;
  }

  public void setCode(String code) {
    this.code = code;
  }
}
