package tech.powerjob.worker.core.processor;

/** How one task of a distributed instance ended. */
public class TaskResult {
  private String taskId;
  private boolean success;
  private String result;

  public TaskResult() {}

  /** A result with all it says. */
  public TaskResult(String taskId, boolean success, String result) {
    this.taskId = taskId;
    this.success = success;
    this.result = result;
  }

  /** Id of the task within its instance. */
  public String getTaskId() {
    return taskId;
  }

  public void setTaskId(String taskId) {
    this.taskId = taskId;
  }

  public boolean isSuccess() {
    return success;
  }

  public void setSuccess(boolean success) {
    this.success = success;
  }

  /** What the processor said; cut to the worker's longest result, never {@code null}. */
  public String getResult() {
    return result;
  }

  public void setResult(String result) {
    this.result = result;
  }

  @Override
  public String toString() {
    return "TaskResult{taskId=" + taskId + ", success=" + success + ", result=" + result + '}';
  }
}
