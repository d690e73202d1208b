package tech.powerjob.server.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.server.httpworker.HttpWorkerGateway;
import tech.powerjob.server.httpworker.InstanceReply;
import tech.powerjob.server.instance.TaskViews.Progress;
import tech.powerjob.server.instance.TaskViews.Task;
import tech.powerjob.server.instance.TaskViews.TaskPage;

/**
 * How tasks stand that workers which speak HTTP have among themselves: the worker that coordinates
 * is asked. Once a run has ended nobody knows any more. Thread-safe.
 */
@ApplicationScoped
class HttpTasks {
  private static final String NEWEST_FIRST = " order by last_modified_time desc";
  private static final String RUNNING = "status in (3, 4)" + NEWEST_FIRST;

  /** Codes of tasks in PowerJob's workers. */
  private static final int FAILED = 5;

  private static final int SUCCEEDED = 6;

  @Inject private HttpWorkerGateway workers;

  /** Numbers are 0 if the worker does not answer. */
  Progress progress(JobInstance instance) {
    var detail =
        workers
            .ask(instance.workerId(), instance.appId(), instance.instanceId(), RUNNING)
            .map(InstanceReply::detail)
            .orElse(MissingNode.getInstance());
    var counts = detail.path("taskDetail");
    long total = counts.path("totalTaskNum").asLong();
    long succeeded = counts.path("succeedTaskNum").asLong();
    long failed = counts.path("failedTaskNum").asLong();
    long running = counts.path("runningTaskNum").asLong() + counts.path("receivedTaskNum").asLong();
    return new Progress(
        Long.toString(instance.instanceId()),
        instance.status().name(),
        instance.taskGeneration(),
        instance.taskTrackerAddress(),
        null,
        total,
        succeeded,
        failed,
        running,
        Math.max(0, total - succeeded - failed - running),
        0,
        0,
        tasks(detail.path("queriedTaskDetailInfoList")),
        detail.isMissingNode() ? null : System.currentTimeMillis(),
        false);
  }

  /** The ten tasks that changed last and meet the conditions; the worker tells no more. */
  TaskPage tasks(JobInstance instance, TaskQuery query) {
    if (query.after().isPresent()) {
      return new TaskPage(List.of(), null);
    }
    var condition =
        switch (query.status().orElse("")) {
          case "RUNNING" -> RUNNING;
          case "FAILED" -> "status = 5" + NEWEST_FIRST;
          case "SUCCEED" -> "status = 6" + NEWEST_FIRST;
          default -> "status in (3, 4, 5, 6)" + NEWEST_FIRST;
        };
    var listed =
        workers
            .ask(instance.workerId(), instance.appId(), instance.instanceId(), condition)
            .map(reply -> tasks(reply.detail().path("queriedTaskDetailInfoList")))
            .orElse(List.of());
    return new TaskPage(listed.stream().filter(query::matches).limit(query.limit()).toList(), null);
  }

  private static List<Task> tasks(JsonNode listed) {
    var tasks = new ArrayList<Task>();
    for (var task : listed) {
      var status =
          switch (task.path("status").asInt()) {
            case FAILED -> "FAILED";
            case SUCCEEDED -> "SUCCEED";
            default -> "RUNNING";
          };
      boolean ended = !status.equals("RUNNING");
      tasks.add(
          new Task(
              task.path("taskId").asText(null),
              task.path("taskName").asText(null),
              status,
              ended ? task.path("result").asText(null) : null,
              task.path("processorAddress").asText(null),
              ended ? Integer.valueOf(task.path("failedCnt").asInt() + 1) : null,
              task.path("createdTime").asLong(),
              ended ? Long.valueOf(task.path("lastModifiedTime").asLong()) : null,
              ended && status.equals("FAILED") ? task.path("taskContent").asText(null) : null));
    }
    return tasks;
  }
}
