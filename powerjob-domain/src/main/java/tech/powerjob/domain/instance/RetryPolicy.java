package tech.powerjob.domain.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.worker.WorkerProtocol;

/**
 * What becomes of a run that failed: another one while retries are left, or the end. With N retries
 * there are at most N + 1 runs, whether they fail, run too long or lose their worker. Pure.
 */
public final class RetryPolicy {
  /** How long a failed run waits before it is tried again, if its job says nothing. */
  public static final Duration RETRY_DELAY = Duration.ofSeconds(10);

  /** Longest part of a result that is held against patterns or quoted. */
  private static final int RESULT_LIMIT = 2_000;

  /** Steps that a pattern may take on one result before it counts as no match. */
  private static final int STEP_LIMIT = 200_000;

  /**
   * How often a distributed run may lose its coordinator: one that kills each must come to an end.
   */
  static final int MOST_LOSSES = 30;

  private RetryPolicy() {}

  /** A change, and the event that tells why. */
  public record Verdict(InstanceChange change, Optional<InstanceEvent> event) {}

  /**
   * Judges a run that ended with a failure.
   *
   * @param finished when it ended
   */
  public static Verdict failed(
      JobInstance instance, Optional<Job> job, String result, Instant finished, Instant now) {
    // The coordinators that a distributed run has lost do not count.
    long starts = isDistributed(job) ? instance.taskGeneration() : starts(instance);
    int retries = job.map(Job::getInstanceRetryNum).orElse(0);
    var end = new Finished(Target.of(instance), false, result, finished, now);
    if (starts > retries) {
      return new Verdict(end, Optional.empty());
    }
    var refusal = refusingPattern(job, result);
    if (refusal.isPresent()) {
      return new Verdict(
          end,
          Optional.of(
              InstanceEvent.of(
                  instance,
                  now,
                  InstanceEvent.Kind.NOT_RETRIED,
                  "run %d of %d failed (%s); options.nonRetryableResults has '%s', so there is no other"
                      .formatted(starts, retries + 1, quoted(result), refusal.get()),
                  Map.of("run", starts, "pattern", refusal.get()))));
    }
    var next = now.plusMillis(pause(job, starts, instance.instanceId()));
    return new Verdict(
        new Rescheduled(Target.of(instance), true, true, result, next, now),
        Optional.of(
            InstanceEvent.of(
                instance,
                now,
                InstanceEvent.Kind.RETRY_PLANNED,
                "run %d of %d failed (%s); the next starts at %s"
                    .formatted(starts, retries + 1, quoted(result), next),
                facts(starts, retries, next))));
  }

  /**
   * Judges a run that was started and that no worker has any more: another run, without a pause, if
   * the job is enabled and has retries left. A distributed one goes on without being a retry,
   * whether its job is enabled or not: it has lost its coordinator, not its tasks. With workers
   * that speak HTTP the tasks are lost too, so that the first rule holds.
   */
  public static InstanceChange afterLoss(
      JobInstance instance, Optional<Job> job, String result, Instant now) {
    if (keepsTasks(instance, job) && starts(instance) < instance.taskGeneration() + MOST_LOSSES) {
      return new Rescheduled(Target.of(instance), true, false, result, now, now);
    }
    boolean again =
        job.filter(each -> !keepsTasks(instance, job))
            .filter(Job::isEnabled)
            .filter(each -> starts(instance) <= each.getInstanceRetryNum())
            .isPresent();
    return again
        ? new Rescheduled(Target.of(instance), true, true, result, now, now)
        : new Finished(Target.of(instance), false, result, now, now);
  }

  /** What kind of event the loss of a run's worker is, by what became of the run. */
  public static InstanceEvent.Kind kindOfLoss(InstanceChange afterLoss) {
    return afterLoss instanceof Rescheduled again && !again.afresh()
        ? InstanceEvent.Kind.COORDINATOR_LOST
        : InstanceEvent.Kind.WORKER_LOST;
  }

  /** What comes after the loss of a run's worker, in words. */
  public static String sequel(JobInstance instance, InstanceChange afterLoss, Optional<Job> job) {
    if (afterLoss instanceof Rescheduled again) {
      return again.afresh()
          ? "instanceRetryNum allows another run"
          : "its tasks are kept, and another worker coordinates them from here on";
    }
    return keepsTasks(instance, job)
        ? "%d coordinators were lost, so there is no other".formatted(MOST_LOSSES)
        : "no further run, because the job is disabled or its retries are used up";
  }

  private static boolean keepsTasks(JobInstance instance, Optional<Job> job) {
    return isDistributed(job) && WorkerProtocol.of(instance.workerId()) == WorkerProtocol.JMS;
  }

  private static boolean isDistributed(Optional<Job> job) {
    return job.filter(Job::isDistributed).isPresent();
  }

  private static long starts(JobInstance instance) {
    return instance.runningTimes()
        + (instance.status() == InstanceStatus.WAITING_WORKER_RECEIVE ? 1 : 0);
  }

  private static Map<String, Object> facts(long starts, int retries, Instant next) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("run", starts);
    facts.put("retriesLeft", retries + 1 - starts);
    facts.put("next", next.toEpochMilli());
    return facts;
  }

  private static long pause(Optional<Job> job, long starts, long instanceId) {
    Backoff backoff = job.map(each -> each.getOptions().getInstanceBackoff()).orElse(null);
    return backoff == null ? RETRY_DELAY.toMillis() : backoff.pause(starts, instanceId);
  }

  private static Optional<String> refusingPattern(Optional<Job> job, String result) {
    var patterns = job.map(each -> each.getOptions().getNonRetryableResults()).orElse(List.of());
    var text = shortened(result);
    return patterns == null
        ? Optional.empty()
        : patterns.stream().filter(pattern -> contains(text, pattern)).findFirst();
  }

  /** Whether the text has a match; an expression that takes too many steps to tell has none. */
  static boolean contains(String text, String pattern) {
    try {
      return Pattern.compile(pattern).matcher(new Bounded(text)).find();
    } catch (TooManyStepsException | PatternSyntaxException | StackOverflowError e) {
      return false;
    }
  }

  private static String quoted(String result) {
    var text = shortened(result);
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static String shortened(String result) {
    var text = result == null ? "" : result;
    return text.length() <= RESULT_LIMIT ? text : text.substring(0, RESULT_LIMIT);
  }

  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }

  /** A text that can be read so often: users' expressions must not hold up the server. */
  private static final class Bounded implements CharSequence {
    private final CharSequence text;
    private int steps;

    Bounded(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > STEP_LIMIT) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
