package tech.powerjob.domain.instance;

import static tech.powerjob.common.enums.InstanceStatus.CANCELED;
import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.RUNNING;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_DISPATCH;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_WORKER_RECEIVE;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * One step in the life of an instance. It takes effect only if the instance belongs to the target's
 * application, is at the target's epoch and in one of the states {@link #from()}; otherwise it does
 * nothing. So a change may be tried twice, late, or by two servers at once.
 *
 * <p>{@link #applyTo} says what a change means; stores that cannot call it must do exactly the
 * same.
 */
public sealed interface InstanceChange {
  /** Shown as the worker's address where no worker was ever asked. */
  String NO_ADDRESS = "N/A";

  /** The worker with an address that is shown; {@code null} if no worker was ever asked. */
  static String worker(String address) {
    return NO_ADDRESS.equals(address) ? null : address;
  }

  /** Which dispatch of which instance is meant. */
  Target target();

  /** States in which the change is legal. */
  Set<InstanceStatus> from();

  /** When the change was decided. */
  Instant at();

  /** Sets what the change sets, without asking whether it is legal. */
  JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder);

  /** The instance after the change, or empty if the change is not for it. */
  default Optional<JobInstance> applyTo(JobInstance instance) {
    if (instance.instanceId() != target().instanceId()
        || instance.appId() != target().appId()
        || instance.epoch() != target().epoch()
        || !from().contains(instance.status())) {
      return Optional.empty();
    }
    return Optional.of(set(instance, instance.with()).modified(at()).build());
  }

  /**
   * One dispatch of an instance.
   *
   * @param epoch the epoch that the instance must be at
   */
  record Target(long instanceId, long appId, long epoch) {
    public static Target of(JobInstance instance) {
      return new Target(instance.instanceId(), instance.appId(), instance.epoch());
    }
  }

  /** A worker was chosen. The epoch grows by one, which shuts out every former worker. */
  record Dispatched(Target target, String workerId, String address, Instant at, Instant deadline)
      implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(WAITING_WORKER_RECEIVE)
          .epoch(instance.epoch() + 1)
          .workerId(workerId)
          .taskTrackerAddress(address)
          .actualTriggerTime(Optional.of(at))
          .waitingFor(Optional.empty())
          .deadline(deadline);
    }
  }

  /** No worker may have it, and waiting is not allowed: the instance fails without having run. */
  record Refused(Target target, String result, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(FAILED)
          .result(result)
          .taskTrackerAddress(NO_ADDRESS)
          .actualTriggerTime(Optional.of(at))
          .finishedTime(Optional.of(at))
          .deadline(Optional.empty());
    }
  }

  /** The worker has the command but no thread for it yet. */
  record Received(Target target, Instant at, Instant deadline) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_WORKER_RECEIVE);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder.lastReportTime(Optional.of(at)).deadline(instance.notAfterDeadlines(deadline));
    }
  }

  /** The worker has begun. */
  record Started(Target target, Instant at, Instant deadline) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_WORKER_RECEIVE);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(RUNNING)
          .runningTimes(instance.runningTimes() + 1)
          .lastReportTime(Optional.of(at))
          .deadline(instance.finishBy().filter(deadline::isAfter).orElse(deadline));
    }
  }

  /**
   * The run has ended for good. One that was never reported as started counts as started too.
   *
   * @param succeeded whether it becomes SUCCEED or FAILED
   * @param finished when it ended
   * @param appended what the run adds to the context of its workflow; {@code null} for nothing
   */
  record Finished(
      Target target,
      boolean succeeded,
      String result,
      Instant finished,
      Instant at,
      Map<String, String> appended)
      implements InstanceChange {
    /** The end of a run that adds nothing to a workflow. */
    public Finished(Target target, boolean succeeded, String result, Instant finished, Instant at) {
      this(target, succeeded, result, finished, at, null);
    }

    Finished adding(Map<String, String> additions) {
      return new Finished(target, succeeded, result, finished, at, additions);
    }

    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_WORKER_RECEIVE, RUNNING);
    }

    public InstanceStatus status() {
      return succeeded ? SUCCEED : FAILED;
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(status())
          .runningTimes(startsIncluding(instance))
          .result(result)
          .lastReportTime(Optional.of(at))
          .finishedTime(Optional.of(finished))
          .deadline(Optional.empty());
    }
  }

  /**
   * The run failed or its worker is lost or did not take it, and it is tried again: back to
   * waiting, to be dispatched at {@code next}.
   *
   * @param started whether the run counts as one that was started, if that was never reported. One
   *     that was not started keeps its expected time, and so its place among those that wait.
   * @param afresh whether the next run starts from the beginning; if not, the next one goes on with
   *     the tasks of a distributed run
   */
  record Rescheduled(
      Target target, boolean started, boolean afresh, String result, Instant next, Instant at)
      implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_WORKER_RECEIVE, RUNNING);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(WAITING_DISPATCH)
          .runningTimes(started ? startsIncluding(instance) : instance.runningTimes())
          .taskGeneration(instance.taskGeneration() + (afresh ? 1 : 0))
          .result(result)
          .expectedTriggerTime(started ? next : instance.expectedTriggerTime())
          .deadline(instance.finishBy().filter(next::isAfter).orElse(next));
    }
  }

  /**
   * A worker that stops has interrupted the run: it is dispatched again at once, in its old place
   * among those that wait, and the interrupted start does not count.
   */
  record HandedBack(Target target, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(RUNNING);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(WAITING_DISPATCH)
          .runningTimes(instance.runningTimes() - 1)
          .result(null)
          .deadline(instance.finishBy().filter(at::isAfter).orElse(at));
    }
  }

  /** Nothing happened yet; look again at the deadline. */
  record Postponed(Target target, InstanceStatus status, Instant deadline, Instant at)
      implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(status);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder.deadline(deadline);
    }
  }

  /**
   * It cannot be dispatched now and waits.
   *
   * @param reason what for
   * @param deadline when to look again, if nothing wakes it before
   */
  record Parked(Target target, WaitingFor reason, Instant deadline, Instant at)
      implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder.waitingFor(Optional.of(reason)).deadline(deadline);
    }
  }

  /** One of its deadlines has passed: it fails, whether it runs or not. */
  record Expired(Target target, String result, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH, WAITING_WORKER_RECEIVE, RUNNING);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(FAILED)
          .result(result)
          .finishedTime(Optional.of(at))
          .deadline(Optional.empty());
    }
  }

  /** Somebody stopped it. */
  record Stopped(Target target, String result, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH, WAITING_WORKER_RECEIVE, RUNNING);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(STOPPED)
          .result(result)
          .finishedTime(Optional.of(at))
          .deadline(Optional.empty());
    }
  }

  /** Somebody cancelled it before it was dispatched. */
  record Canceled(Target target, String result, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return EnumSet.of(WAITING_DISPATCH);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(CANCELED)
          .result(result)
          .finishedTime(Optional.of(at))
          .deadline(Optional.empty());
    }
  }

  /**
   * Somebody wants a finished instance run again. The next dispatch gets a new epoch; deadlines of
   * the first time no longer count.
   *
   * @param afresh whether it starts from the beginning; if not, only the failed tasks of a
   *     distributed run are to be run again
   */
  record Retried(Target target, boolean afresh, Instant at) implements InstanceChange {
    @Override
    public Set<InstanceStatus> from() {
      return afresh ? EnumSet.of(FAILED, SUCCEED, CANCELED, STOPPED) : EnumSet.of(FAILED, SUCCEED);
    }

    @Override
    public JobInstance.Builder set(JobInstance instance, JobInstance.Builder builder) {
      return builder
          .status(WAITING_DISPATCH)
          .taskGeneration(instance.taskGeneration() + (afresh ? 1 : 0))
          .result(null)
          .workerId(afresh ? null : instance.workerId()) // Says who knows its tasks.
          .taskTrackerAddress(null)
          .expectedTriggerTime(at)
          .actualTriggerTime(Optional.empty())
          .finishedTime(Optional.empty())
          .startBy(Optional.empty())
          .finishBy(Optional.empty())
          .waitingFor(Optional.empty())
          .deadline(at);
    }
  }

  private static long startsIncluding(JobInstance instance) {
    return instance.runningTimes() + (instance.status() == WAITING_WORKER_RECEIVE ? 1 : 0);
  }
}
