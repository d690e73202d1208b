package tech.powerjob.server.dispatch;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.RunInstance;

/** Speaks to each worker as it understands. Thread-safe if both gateways are. */
public final class WorkerGateways implements WorkerGateway {
  private final WorkerGateway jms;
  private final WorkerGateway http;

  public WorkerGateways(WorkerGateway jms, WorkerGateway http) {
    this.jms = jms;
    this.http = http;
  }

  private WorkerGateway of(String workerId) {
    return WorkerProtocol.of(workerId) == WorkerProtocol.HTTP ? http : jms;
  }

  @Override
  public void run(String workerId, RunInstance command, Instant at) {
    of(workerId).run(workerId, command, at);
  }

  @Override
  public void stop(String workerId, long appId, InstanceEpoch run) {
    of(workerId).stop(workerId, appId, run);
  }

  @Override
  public void check(String workerId, long appId, List<InstanceEpoch> runs) {
    of(workerId).check(workerId, appId, runs);
  }

  @Override
  public void accepted(String workerId, long appId, List<InstanceEpoch> runs) {
    of(workerId).accepted(workerId, appId, runs);
  }
}
