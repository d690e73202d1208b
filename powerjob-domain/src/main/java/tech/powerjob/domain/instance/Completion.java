package tech.powerjob.domain.instance;

import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * The end of an instance.
 *
 * @param status one of the finished states
 * @param trigger why the instance existed, if that was known without asking the store
 * @param at when it ended
 */
public record Completion(
    long instanceId,
    long jobId,
    long appId,
    InstanceStatus status,
    Optional<Trigger> trigger,
    Instant at) {
  /** The end of an instance whose row was at hand. */
  public static Completion of(JobInstance instance, InstanceStatus status, Instant at) {
    return new Completion(
        instance.instanceId(),
        instance.jobId(),
        instance.appId(),
        status,
        Optional.of(instance.trigger()),
        at);
  }
}
