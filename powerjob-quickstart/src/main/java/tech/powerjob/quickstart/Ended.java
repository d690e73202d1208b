package tech.powerjob.quickstart;

import java.time.Instant;
import java.util.List;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * An instance that has come to its end.
 *
 * @param jobName name of its job
 * @param at when it ended
 * @param result its text for people
 * @param log what its processor logged, without times and levels
 */
record Ended(
    long instanceId,
    long jobId,
    String jobName,
    InstanceStatus status,
    Instant at,
    String result,
    List<String> log) {
  boolean succeeded() {
    return status == InstanceStatus.SUCCEED;
  }
}
