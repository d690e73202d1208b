package tech.powerjob.domain.instance;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * The end of an instance.
 *
 * @param status one of the finished states
 * @param trigger why the instance existed, if that was known without asking the store
 * @param at when it ended
 * @param wfInstanceId the workflow run that it says it belongs to, if it does
 * @param outcome what came of it, if that was known without asking the store
 */
public record Completion(
    long instanceId,
    long jobId,
    long appId,
    InstanceStatus status,
    Optional<Trigger> trigger,
    Instant at,
    Optional<Long> wfInstanceId,
    Optional<Outcome> outcome) {
  /**
   * What came of an instance.
   *
   * @param result may be {@code null}
   * @param appended what it adds to the context of its workflow
   */
  public record Outcome(String result, Map<String, String> appended) {
    public Outcome {
      appended =
          appended == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(appended));
    }
  }

  /** The end of an instance of no workflow. */
  public Completion(
      long instanceId,
      long jobId,
      long appId,
      InstanceStatus status,
      Optional<Trigger> trigger,
      Instant at) {
    this(instanceId, jobId, appId, status, trigger, at, Optional.empty(), Optional.empty());
  }

  /** The end of an instance whose row was at hand. */
  public static Completion of(JobInstance instance, InstanceStatus status, Instant at) {
    return new Completion(
        instance.instanceId(),
        instance.jobId(),
        instance.appId(),
        status,
        Optional.of(instance.trigger()),
        at,
        instance.wfInstanceId(),
        Optional.empty());
  }
}
