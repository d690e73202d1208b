package tech.powerjob.server.httpworker;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.RunMark;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.lifecycle.Engine;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.HttpRunMarks;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;

/** Tells the engine what was found out about runs of workers that speak HTTP. Thread-safe. */
@ApplicationScoped
class HttpRunFindings {
  @Inject private RunningServer server;
  @Inject private Transactions transactions;

  private HttpRunMarks marks;

  @PostConstruct
  void open() {
    marks = new HttpRunMarks(transactions);
  }

  /** Nobody listens at the worker's address. */
  void unreachable(String workerId) {
    server.find().ifPresent(engine -> engine.workers().unreachable(workerId, engine.now()));
  }

  /** The worker does not have a run that it was given. */
  void lost(long appId, String workerId, InstanceEpoch run, String reason) {
    var report =
        new InstanceReport(
            run.instanceId(),
            run.epoch(),
            InstanceStatus.FAILED,
            reason,
            0,
            null,
            true,
            null,
            null);
    server
        .find()
        .ifPresent(engine -> engine.applyFound(List.of(new Received(appId, workerId, report))));
  }

  /**
   * The worker has a run.
   *
   * @param startTime when it began, by its clock
   */
  void running(long appId, String workerId, InstanceEpoch run, long startTime) {
    server.find().ifPresent(engine -> running(engine, appId, workerId, run, startTime));
  }

  private void running(
      Engine engine, long appId, String workerId, InstanceEpoch run, long startTime) {
    var instance =
        engine
            .instances()
            .find(run.instanceId())
            .filter(found -> found.epoch() == run.epoch() && workerId.equals(found.workerId()));
    var address = WorkerProtocol.httpAddress(workerId);
    var before = marks.find(run.instanceId(), address);
    if (instance.isEmpty() || !RunMark.isPresent(instance.get(), before, startTime, 0)) {
      return;
    }
    marks.put(
        run.instanceId(), address, RunMark.after(before, run.epoch(), startTime, 0, engine.now()));
    if (instance.get().status() == InstanceStatus.WAITING_WORKER_RECEIVE) {
      engine.apply(List.of(new Received(appId, workerId, begun(instance.get(), startTime))));
    }
  }

  private static InstanceReport begun(JobInstance instance, long startTime) {
    return new InstanceReport(
        instance.instanceId(),
        instance.epoch(),
        InstanceStatus.RUNNING,
        null,
        Math.max(1, startTime), // 0 would mean that it waits for a thread.
        null,
        false,
        instance.jobId(),
        null);
  }
}
