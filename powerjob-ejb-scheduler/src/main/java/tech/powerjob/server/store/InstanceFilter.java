package tech.powerjob.server.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.Trigger;

/**
 * Which instances are looked for: those that meet all conditions, the newest first.
 *
 * @param statuses empty for all
 * @param worker part of the address of the worker that has or had it
 * @param text part of the parameters of the run or of its result, whatever its case
 * @param from the earliest expected trigger time
 * @param to the expected trigger time is before
 * @param trigger why they exist
 * @param wfInstanceId the run of a workflow that they belong to
 * @param before only instances older than this id
 * @param limit most instances, 1 to {@link #MAX_LIMIT}
 */
public record InstanceFilter(
    Optional<Long> jobId,
    List<InstanceStatus> statuses,
    Optional<String> outerKey,
    Optional<String> worker,
    Optional<String> text,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Trigger> trigger,
    Optional<Long> wfInstanceId,
    Optional<Long> before,
    int limit) {
  public static final int MAX_LIMIT = 1_000;

  /** The newest of an application, whatever they are. */
  public static InstanceFilter newest(int limit) {
    return new InstanceFilter(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** The newest of an application with this status that were expected from then on. */
  public static InstanceFilter newest(InstanceStatus status, Instant from, int limit) {
    return new InstanceFilter(
        Optional.empty(),
        List.of(status),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(from),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  /** The same with more conditions; {@code null} is none. */
  public InstanceFilter with(Long job, InstanceStatus status, Long workflowRun) {
    return new InstanceFilter(
        Optional.ofNullable(job),
        status == null ? List.of() : List.of(status),
        outerKey,
        worker,
        text,
        from,
        to,
        trigger,
        Optional.ofNullable(workflowRun),
        before,
        limit);
  }

  /** The same further back. */
  InstanceFilter from(long before, int limit) {
    return new InstanceFilter(
        jobId,
        statuses,
        outerKey,
        worker,
        text,
        from,
        to,
        trigger,
        wfInstanceId,
        Optional.of(before),
        limit);
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException naming the parameter, its value and the rule
   */
  public InstanceFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, MAX_LIMIT));
    }
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new IllegalArgumentException(
          "to is '%s' but must be after from, which is %s".formatted(to.get(), from.get()));
    }
  }
}
