package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.wire.WireMessage;

/** Remembers what workers were told. Thread-safe. */
public final class RecordingGateway implements WorkerGateway {
  /** One message to one worker. */
  public record Said(String workerId, WireMessage message) {}

  private final List<Said> said = new ArrayList<>();
  private Instant lastAt;

  @Override
  public synchronized void run(String workerId, RunInstance command, Instant at) {
    said.add(new Said(workerId, command));
    lastAt = at;
  }

  @Override
  public synchronized void stop(String workerId, long appId, InstanceEpoch run) {
    said.add(new Said(workerId, new StopInstance(run.instanceId(), run.epoch())));
  }

  @Override
  public synchronized void check(String workerId, long appId, List<InstanceEpoch> runs) {
    said.add(new Said(workerId, new CheckInstances(runs)));
  }

  @Override
  public synchronized void accepted(String workerId, long appId, List<InstanceEpoch> runs) {
    said.add(new Said(workerId, new ReportsAccepted(runs)));
  }

  /** When the last command was to be sent. */
  public synchronized Instant lastAt() {
    return lastAt;
  }

  /** Messages of one kind, in order. */
  public synchronized <T extends WireMessage> List<T> said(Class<T> kind) {
    return said.stream().map(Said::message).filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Everything that was said, in order. */
  public synchronized List<Said> said() {
    return List.copyOf(said);
  }
}
