package tech.powerjob.worker.core.processor;

/** What a processor answers: whether it succeeded, and a text for people. */
public class ProcessResult {
  private boolean success;
  private String msg;

  public ProcessResult() {}

  public ProcessResult(boolean success) {
    this.success = success;
  }

  public ProcessResult(boolean success, String msg) {
    this.success = success;
    this.msg = msg;
  }

  public boolean isSuccess() {
    return success;
  }

  public void setSuccess(boolean success) {
    this.success = success;
  }

  public String getMsg() {
    return msg;
  }

  public void setMsg(String msg) {
    this.msg = msg;
  }

  @Override
  public String toString() {
    return "ProcessResult{success=" + success + ", msg=" + msg + '}';
  }
}
