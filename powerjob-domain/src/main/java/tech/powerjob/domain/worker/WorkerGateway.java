package tech.powerjob.domain.worker;

import java.time.Instant;
import java.util.List;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.RunInstance;

/**
 * What servers say to workers. Messages are sent after the state behind them is committed, and may
 * be lost: if one cannot be sent that is logged, never thrown, and the deadline of the instance
 * sees to it later.
 */
public interface WorkerGateway {
  /**
   * Tells a worker to run an instance.
   *
   * @param at when to tell it; at once if that has passed
   */
  void run(String workerId, RunInstance command, Instant at);

  /** Tells a worker to stop a run, if it still has it. */
  void stop(String workerId, long appId, InstanceEpoch run);

  /** Asks a worker how runs stand. */
  void check(String workerId, long appId, List<InstanceEpoch> runs);

  /** Tells a worker that it need not repeat these final reports. */
  void accepted(String workerId, long appId, List<InstanceEpoch> runs);
}
