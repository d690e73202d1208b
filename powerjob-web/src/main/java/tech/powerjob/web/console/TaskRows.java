package tech.powerjob.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.server.instance.TaskQuery;
import tech.powerjob.server.instance.TaskService;
import tech.powerjob.server.instance.TaskViews.Task;
import tech.powerjob.web.console.InstanceDetailView.TaskDetail;
import tech.powerjob.web.console.InstanceDetailView.TaskRow;

/** Tasks of distributed instances as PowerJob's console asks for them. Thread-safe. */
@ApplicationScoped
public class TaskRows {
  /** How many rows are shown. */
  private static final int SHOWN = 10;

  /** How many tasks are looked at, the newest first. */
  private static final int LOOKED_AT = 10_000;

  private static final int PROCESSING = 4;
  private static final int FAILED = 5;
  private static final int SUCCEEDED = 6;

  @Inject TaskService tasks;

  /** Numbers of an instance's tasks; empty if it has none. */
  Optional<TaskDetail> numbers(long appId, long instanceId) {
    var progress = tasks.progress(appId, instanceId);
    return progress.total() == 0
        ? Optional.empty()
        : Optional.of(
            new TaskDetail(
                progress.total(),
                progress.succeeded(),
                progress.failed(),
                progress.waiting(),
                0,
                0,
                progress.running()));
  }

  /**
   * The tasks that meet a condition.
   *
   * @throws IllegalArgumentException if the condition is not understood
   */
  List<TaskRow> find(long appId, long instanceId, String customQuery) {
    var condition = TaskCondition.parse(customQuery);
    var found = new ArrayList<Map<String, Object>>();
    Optional<String> after = Optional.empty();
    int looked = 0;
    do {
      var page =
          tasks.tasks(
              appId,
              instanceId,
              new TaskQuery(
                  status(condition.statuses()),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  after,
                  TaskQuery.MAX_LIMIT));
      page.tasks().stream()
          .map(task -> columns(instanceId, task))
          .filter(condition::matches)
          .forEach(found::add);
      looked += TaskQuery.MAX_LIMIT;
      after = Optional.ofNullable(page.next());
    } while (after.isPresent()
        && looked < LOOKED_AT
        && (condition.order().isPresent() || found.size() < SHOWN));
    condition.order().ifPresent(found::sort);
    return found.stream().limit(SHOWN).map(TaskRows::row).toList();
  }

  /** The only kind of task that can be meant, if it is one. */
  private static Optional<String> status(Set<Long> codes) {
    if (codes.size() != 1) {
      return Optional.empty();
    }
    return switch (codes.iterator().next().intValue()) {
      case PROCESSING -> Optional.of("RUNNING");
      case FAILED -> Optional.of("FAILED");
      case SUCCEEDED -> Optional.of("SUCCEED");
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> columns(long instanceId, Task task) {
    var columns = new HashMap<String, Object>();
    columns.put("task_id", task.taskId());
    columns.put("instance_id", instanceId);
    columns.put("sub_instance_id", instanceId);
    columns.put("task_name", task.taskName());
    columns.put("task_content", task.content());
    columns.put("address", task.worker());
    columns.put("status", code(task.status()));
    columns.put("result", task.result());
    columns.put("failed_cnt", failures(task));
    columns.put("created_time", task.startTime());
    columns.put("last_modified_time", task.endTime() == null ? task.startTime() : task.endTime());
    columns.put("last_report_time", columns.get("last_modified_time"));
    return columns;
  }

  private static long code(String status) {
    return switch (status) {
      case "RUNNING" -> PROCESSING;
      case "FAILED" -> FAILED;
      default -> SUCCEEDED;
    };
  }

  private static long failures(Task task) {
    int attempts = task.attempts() == null ? 1 : task.attempts();
    return "FAILED".equals(task.status()) ? attempts : Math.max(0, attempts - 1);
  }

  private static TaskRow row(Map<String, Object> columns) {
    int status = ((Long) columns.get("status")).intValue();
    var created = (Long) columns.get("created_time");
    var modified = (Long) columns.get("last_modified_time");
    return new TaskRow(
        (String) columns.get("task_id"),
        (String) columns.get("task_name"),
        (String) columns.get("task_content"),
        (String) columns.get("address"),
        status,
        text(status),
        (String) columns.get("result"),
        ((Long) columns.get("failed_cnt")).intValue(),
        created,
        Times.text(created),
        modified,
        Times.text(modified),
        modified,
        Times.text(modified));
  }

  private static String text(int status) {
    return switch (status) {
      case PROCESSING -> "WORKER_PROCESSING";
      case FAILED -> "WORKER_PROCESS_FAILED";
      default -> "WORKER_PROCESS_SUCCESS";
    };
  }
}
