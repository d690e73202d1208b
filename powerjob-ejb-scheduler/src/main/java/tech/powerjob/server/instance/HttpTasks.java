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

/**
 * How tasks stand that workers which speak HTTP have among themselves: the worker that coordinates
 * is asked. Once a run has ended nobody knows any more. Thread-safe.
 */
@ApplicationScoped
class HttpTasks {
  private static final String RUNNING = "status in (3, 4) order by last_modified_time desc";

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

  private static List<Task> tasks(JsonNode listed) {
    var tasks = new ArrayList<Task>();
    for (var task : listed) {
      tasks.add(
          new Task(
              task.path("taskId").asText(null),
              task.path("taskName").asText(null),
              "RUNNING",
              null,
              task.path("processorAddress").asText(null),
              null,
              task.path("lastModifiedTime").asLong(),
              null,
              null));
    }
    return tasks;
  }
}
