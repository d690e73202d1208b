package tech.powerjob.common.response;

/**
 * Envelope of an answer: either data or a message that says why there is none.
 *
 * @param <T> type of the data
 */
public class ResultDTO<T> {
  protected boolean success;
  protected T data;
  protected String message;

  public ResultDTO() {}

  public static <T> ResultDTO<T> success(T data) {
    var result = new ResultDTO<T>();
    result.success = true;
    result.data = data;
    return result;
  }

  public static <T> ResultDTO<T> failed(String message) {
    var result = new ResultDTO<T>();
    result.message = message;
    return result;
  }

  /** The message is {@code <SimpleClassName>: <message>}, never a stack trace. */
  public static <T> ResultDTO<T> failed(Throwable cause) {
    return failed(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  public boolean isSuccess() {
    return success;
  }

  public void setSuccess(boolean success) {
    this.success = success;
  }

  public T getData() {
    return data;
  }

  public void setData(T data) {
    this.data = data;
  }

  public String getMessage() {
    return message;
  }

  public void setMessage(String message) {
    this.message = message;
  }
}
