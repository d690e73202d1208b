package tech.powerjob.worker.common.constants;

/** Names of the tasks that the worker itself creates. */
public final class TaskConstant {
  public static final String ROOT_TASK_NAME = "OMS_ROOT_TASK";
  public static final String BROADCAST_TASK_NAME = "OMS_BROADCAST_TASK";
  public static final String LAST_TASK_NAME = "OMS_LAST_TASK";

  private TaskConstant() {}
}
