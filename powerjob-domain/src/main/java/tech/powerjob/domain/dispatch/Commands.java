package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.task.TaskHome;
import tech.powerjob.domain.task.TaskRuns;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.RunInstance;

/**
 * Tells workers what to run. The tasks of distributed runs are given a home first, so that whoever
 * coordinates later finds them. Thread-safe.
 */
final class Commands {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

  private static final String NO_BROKER = "";

  private final Workers workers;
  private final WorkerGateway gateway;
  private final TaskRuns tasks;
  private final InstanceEvents events;
  private final DispatchPolicy policy;

  Commands(
      Workers workers,
      WorkerGateway gateway,
      TaskRuns tasks,
      InstanceEvents events,
      DispatchPolicy policy) {
    this.workers = workers;
    this.gateway = gateway;
    this.tasks = tasks;
    this.events = events;
    this.policy = policy;
  }

  /**
   * A dispatch that was committed.
   *
   * @param epoch the epoch that travels with the command
   * @param at when to tell the worker
   */
  record Order(JobInstance instance, long epoch, Job job, String workerId, Instant at) {}

  /** Sends commands. One that cannot be sent is left to the watch, which asks for it again. */
  void send(List<Order> orders, Instant now) {
    List<Order> distributed = null;
    for (var order : orders) {
      if (!order.job().isDistributed()) {
        gateway.run(order.workerId(), command(order, null), order.at());
      } else if (WorkerProtocol.of(order.workerId()) == WorkerProtocol.HTTP) {
        // Such workers keep the tasks themselves.
        var home = atWorker(order);
        gateway.run(order.workerId(), command(order, distribution(order, home, now)), order.at());
      } else {
        distributed = distributed == null ? new ArrayList<>() : distributed;
        distributed.add(order);
      }
    }
    if (distributed != null) {
      sendDistributed(distributed, now);
    }
  }

  private static TaskHome atWorker(Order order) {
    var instance = order.instance();
    return new TaskHome(
        instance.instanceId(),
        instance.appId(),
        instance.taskGeneration(),
        order.epoch(),
        NO_BROKER,
        Optional.empty());
  }

  private void sendDistributed(List<Order> orders, Instant now) {
    Map<Long, TaskRuns.Place> places;
    try {
      places =
          tasks.settle(
              orders.stream()
                  .map(order -> TaskHome.Dispatch.of(order.instance(), order.epoch()))
                  .toList(),
              now);
    } catch (RuntimeException e) {
      LOG.warn("{} distributed runs have no home for their tasks yet", orders.size(), e);
      return;
    }
    var moved = new ArrayList<InstanceEvent>();
    for (var order : orders) {
      var place = places.get(order.instance().instanceId());
      if (place == null) {
        continue;
      }
      place.movedFrom().ifPresent(from -> moved.add(moved(order, from, place.home(), now)));
      gateway.run(
          order.workerId(), command(order, distribution(order, place.home(), now)), order.at());
    }
    if (!moved.isEmpty()) {
      events.record(moved);
    }
  }

  private static InstanceEvent moved(Order order, String from, TaskHome home, Instant now) {
    return InstanceEvent.of(
        order.instance(),
        now,
        InstanceEvent.Kind.HOME_MOVED,
        "the server of broker %s, which held its tasks, has been away for more than %d s; it starts afresh at %s"
            .formatted(from, TaskRuns.PATIENCE.toSeconds(), home.broker()),
        Map.of("from", from, "to", home.broker()));
  }

  private Distribution distribution(Order order, TaskHome home, Instant now) {
    var job = order.job();
    var only = order.instance().designatedWorker();
    var team = policy.team(job, only, workers.ofApp(job.getAppId()), order.workerId(), now);
    return new Distribution(
        home.broker(),
        home.generation(),
        home.reopenedAfter().orElse(null),
        job.getMaxWorkerCount(),
        behavior(job),
        only == null ? job.getDesignatedWorkers() : only,
        job.getMinCpuCores(),
        job.getMinMemorySpace(),
        job.getMinDiskSpace(),
        team.stream()
            .map(worker -> new Distribution.Member(worker.id(), worker.address()))
            .toList());
  }

  /** A broadcast is for every worker, its coordinator's too. */
  private static TaskTrackerBehavior behavior(Job job) {
    var config = job.getAdvancedRuntimeConfig();
    return config != null
            && job.getExecuteType() != ExecuteType.BROADCAST
            && TaskTrackerBehavior.PADDLING.getV().equals(config.getTaskTrackerBehavior())
        ? TaskTrackerBehavior.PADDLING
        : TaskTrackerBehavior.NORMAL;
  }

  private static RunInstance command(Order order, Distribution distribution) {
    var instance = order.instance();
    var job = order.job();
    return new RunInstance(
        instance.instanceId(),
        order.epoch(),
        job.getId(),
        job.getAppId(),
        job.getJobName(),
        job.getExecuteType(),
        job.getProcessorType(),
        job.getProcessorInfo(),
        instance.jobParams(),
        instance.instanceParams(),
        job.getInstanceTimeLimit(),
        job.getTaskRetryNum(),
        job.getConcurrency(),
        job.getLogConfig(),
        instance.wfInstanceId().orElse(null),
        instance.expectedTriggerTime().toEpochMilli(),
        job.getOptions().getTaskBackoff(),
        job.getOptions().getTaskTimeLimit(),
        distribution);
  }
}
