package tech.powerjob.server.httpworker;

import java.util.List;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.InstanceMeta;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.RunInstance;

/**
 * The command to run an instance, as PowerJob words it. Every run is one that was asked for: the
 * server fires second-level jobs itself, and a worker that ticked too would double them.
 */
record RunJobBody(
    List<String> allWorkerAddress,
    int maxWorkerCount,
    long jobId,
    Long wfInstanceId,
    long instanceId,
    String executeType,
    String processorType,
    String processorInfo,
    long instanceTimeoutMS,
    String jobParams,
    String instanceParams,
    int threadConcurrency,
    int taskRetryNum,
    String timeExpressionType,
    int maxInstanceNum,
    String logConfig,
    String advancedRuntimeConfig,
    String meta) {
  /**
   * The command for one worker.
   *
   * @param address of that worker
   */
  static RunJobBody of(RunInstance command, String address) {
    var distribution = command.distribution();
    return new RunJobBody(
        distribution == null
            ? List.of(address)
            : distribution.workers().stream().map(Distribution.Member::address).toList(),
        distribution == null ? 0 : distribution.maxWorkerCount(),
        command.jobId(),
        command.wfInstanceId(),
        command.instanceId(),
        command.executeType().name(),
        command.processorType().name(),
        command.processorInfo(),
        command.instanceTimeLimit(),
        command.jobParams(),
        command.instanceParams(),
        command.concurrency(),
        command.taskRetryNum(),
        TimeExpressionType.API.name(),
        0,
        JsonConverters.write(command.logConfig()),
        behavior(distribution),
        JsonConverters.write(new InstanceMeta().setEtt(command.expectedTriggerTime())));
  }

  private static String behavior(Distribution distribution) {
    return distribution == null || distribution.behavior() == TaskTrackerBehavior.NORMAL
        ? null
        : JsonConverters.write(
            new JobAdvancedRuntimeConfig().setTaskTrackerBehavior(distribution.behavior().getV()));
  }
}
