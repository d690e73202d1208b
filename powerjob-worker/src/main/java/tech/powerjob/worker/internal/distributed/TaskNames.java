package tech.powerjob.worker.internal.distributed;

import tech.powerjob.worker.common.constants.TaskConstant;

/** Names that users give to tasks. */
final class TaskNames {
  private TaskNames() {}

  /** The name as it is used: those of the first and the last task are taken. */
  static String ofUsers(String name) {
    if (name == null) {
      return "";
    }
    return name.equals(TaskConstant.ROOT_TASK_NAME) || name.equals(TaskConstant.LAST_TASK_NAME)
        ? "X-" + name
        : name;
  }
}
