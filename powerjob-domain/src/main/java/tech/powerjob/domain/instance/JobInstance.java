package tech.powerjob.domain.instance;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.job.Job;

/**
 * One firing of a job, as it stood when it was read.
 *
 * @param partition partition of the job, see {@link tech.powerjob.domain.worker.Partitions}
 * @param epoch fencing token: 0 until the first dispatch, then one more with each
 * @param outerKey the caller's own key, stored and queried
 * @param extendValue free text of the caller, stored and shown
 * @param trigger why it exists
 * @param priority 1, served last, to 10, served first
 * @param dueTime instant of the schedule that this instance serves; empty for runs that were asked
 *     for
 * @param expectedTriggerTime when the run is meant to start
 * @param deadline when somebody must look at the instance if nothing has happened; empty once it is
 *     finished. While it waits for dispatch this is when to dispatch it.
 * @param startBy if no worker has started it by then, it fails; empty for no such deadline
 * @param finishBy if it has not ended by then, it is stopped and fails; empty for no such deadline
 * @param designatedWorker address of the only worker that may run it, this time and whenever it is
 *     run again; {@code null} for any that its job lets run it
 * @param runningTimes how often a worker started it
 * @param taskGeneration which attempt at the whole this is, from 1: it grows when a run that has
 *     ended is followed by another, and stays when a run was only lost. Tasks of a distributed run
 *     belong to one.
 * @param waitingFor why it was not dispatched when it was last looked at; empty unless it waits
 */
public record JobInstance(
    long instanceId,
    long jobId,
    long appId,
    int partition,
    InstanceStatus status,
    long epoch,
    String jobParams,
    String instanceParams,
    Optional<Long> wfInstanceId,
    String outerKey,
    String extendValue,
    Trigger trigger,
    int priority,
    Optional<Instant> dueTime,
    Instant expectedTriggerTime,
    Optional<Instant> actualTriggerTime,
    Optional<Instant> finishedTime,
    Optional<Instant> lastReportTime,
    Optional<Instant> deadline,
    Optional<Instant> startBy,
    Optional<Instant> finishBy,
    String workerId,
    String taskTrackerAddress,
    String designatedWorker,
    long runningTimes,
    int taskGeneration,
    Optional<WaitingFor> waitingFor,
    String result,
    Instant created,
    Instant modified) {
  /** Priority of jobs that ask for none. */
  public static final int NORMAL_PRIORITY = 5;

  /** A waiting instance gains one step of priority in so many milliseconds. */
  public static final long AGEING_MILLIS = 10_000;

  /** A new instance of a job, due at once; the builder sets what differs. */
  public static Builder waiting(long instanceId, Job job, Instant now) {
    var builder = new Builder();
    builder.instanceId = instanceId;
    builder.jobId = job.getId();
    builder.appId = job.getAppId();
    builder.partition = job.getPartition();
    builder.status = InstanceStatus.WAITING_DISPATCH;
    builder.jobParams = job.getJobParams();
    builder.priority = Objects.requireNonNullElse(job.getOptions().getPriority(), NORMAL_PRIORITY);
    builder.startDeadline = job.getOptions().getStartDeadline();
    builder.finishDeadline = job.getOptions().getFinishDeadline();
    builder.expectedTriggerTime = now;
    builder.deadline = Optional.of(now);
    builder.created = now;
    builder.modified = now;
    return builder;
  }

  /** Whether the instance has ended, however it did. */
  public boolean isFinished() {
    return InstanceStatus.FINISHED_STATUS.contains(status.getV());
  }

  /**
   * The instance's place among those that could be dispatched: smaller goes first. Each step of
   * priority is worth ten seconds of waiting, so nothing waits for ever behind newer ones. Waiting
   * begins when the instance is made: one that makes up for a past instant does not pass all
   * others.
   */
  public long turn() {
    long since =
        Math.max(
            expectedTriggerTime.toEpochMilli(), InstanceIds.instantOf(instanceId).toEpochMilli());
    return since - priority * AGEING_MILLIS;
  }

  /**
   * The deadline that has passed, in words, or empty.
   *
   * @param now the present
   */
  public Optional<String> missedDeadline(Instant now) {
    if (finishBy.isPresent() && !now.isBefore(finishBy.get())) {
      return Optional.of("not finished by %s (options.finishDeadline)".formatted(finishBy.get()));
    }
    if (startBy.isPresent()
        && runningTimes == 0
        && status != InstanceStatus.RUNNING
        && !now.isBefore(startBy.get())) {
      return Optional.of("not started by %s (options.startDeadline)".formatted(startBy.get()));
    }
    return Optional.empty();
  }

  /** The given instant, or that of a deadline which comes before it. */
  public Instant notAfterDeadlines(Instant look) {
    var first = finishBy.filter(look::isAfter).orElse(look);
    return runningTimes > 0 || status == InstanceStatus.RUNNING
        ? first
        : startBy.filter(first::isAfter).orElse(first);
  }

  /** A builder that starts from this instance. */
  public Builder with() {
    var builder = new Builder();
    builder.instanceId = instanceId;
    builder.jobId = jobId;
    builder.appId = appId;
    builder.partition = partition;
    builder.status = status;
    builder.epoch = epoch;
    builder.jobParams = jobParams;
    builder.instanceParams = instanceParams;
    builder.wfInstanceId = wfInstanceId;
    builder.outerKey = outerKey;
    builder.extendValue = extendValue;
    builder.trigger = trigger;
    builder.priority = priority;
    builder.dueTime = dueTime;
    builder.expectedTriggerTime = expectedTriggerTime;
    builder.actualTriggerTime = actualTriggerTime;
    builder.finishedTime = finishedTime;
    builder.lastReportTime = lastReportTime;
    builder.deadline = deadline;
    builder.startBy = startBy;
    builder.finishBy = finishBy;
    builder.workerId = workerId;
    builder.taskTrackerAddress = taskTrackerAddress;
    builder.designatedWorker = designatedWorker;
    builder.runningTimes = runningTimes;
    builder.taskGeneration = taskGeneration;
    builder.waitingFor = waitingFor;
    builder.result = result;
    builder.created = created;
    builder.modified = modified;
    return builder;
  }

  /** Sets fields by name; not thread-safe. */
  public static final class Builder {
    private long instanceId;
    private long jobId;
    private long appId;
    private int partition;
    private InstanceStatus status;
    private long epoch;
    private String jobParams;
    private String instanceParams;
    private Optional<Long> wfInstanceId = Optional.empty();
    private String outerKey;
    private String extendValue;
    private Trigger trigger = Trigger.API;
    private int priority = NORMAL_PRIORITY;
    private Optional<Instant> dueTime = Optional.empty();
    private Instant expectedTriggerTime;
    private Optional<Instant> actualTriggerTime = Optional.empty();
    private Optional<Instant> finishedTime = Optional.empty();
    private Optional<Instant> lastReportTime = Optional.empty();
    private Optional<Instant> deadline = Optional.empty();
    private Optional<Instant> startBy = Optional.empty();
    private Optional<Instant> finishBy = Optional.empty();
    private String workerId;
    private String taskTrackerAddress;
    private String designatedWorker;
    private long runningTimes;
    private int taskGeneration = 1;
    private Optional<WaitingFor> waitingFor = Optional.empty();
    private String result;
    private Long startDeadline;
    private Long finishDeadline;
    private Instant created;
    private Instant modified;

    /** A builder with nothing set, for those who read rows. */
    public Builder() {}

    public Builder identity(long instanceId, long jobId, long appId, int partition) {
      this.instanceId = instanceId;
      this.jobId = jobId;
      this.appId = appId;
      this.partition = partition;
      return this;
    }

    public Builder status(InstanceStatus value) {
      status = value;
      return this;
    }

    public Builder epoch(long value) {
      epoch = value;
      return this;
    }

    public Builder jobParams(String value) {
      jobParams = value;
      return this;
    }

    public Builder instanceParams(String value) {
      instanceParams = value;
      return this;
    }

    public Builder wfInstanceId(Optional<Long> value) {
      wfInstanceId = value;
      return this;
    }

    public Builder outerKey(String value) {
      outerKey = value;
      return this;
    }

    public Builder extendValue(String value) {
      extendValue = value;
      return this;
    }

    public Builder trigger(Trigger value) {
      trigger = value;
      return this;
    }

    public Builder priority(int value) {
      priority = value;
      return this;
    }

    public Builder startBy(Optional<Instant> value) {
      startBy = value;
      return this;
    }

    public Builder finishBy(Optional<Instant> value) {
      finishBy = value;
      return this;
    }

    public Builder dueTime(Optional<Instant> value) {
      dueTime = value;
      return this;
    }

    public Builder expectedTriggerTime(Instant value) {
      expectedTriggerTime = value;
      return this;
    }

    public Builder actualTriggerTime(Optional<Instant> value) {
      actualTriggerTime = value;
      return this;
    }

    public Builder finishedTime(Optional<Instant> value) {
      finishedTime = value;
      return this;
    }

    public Builder lastReportTime(Optional<Instant> value) {
      lastReportTime = value;
      return this;
    }

    public Builder deadline(Optional<Instant> value) {
      deadline = value;
      return this;
    }

    public Builder deadline(Instant value) {
      return deadline(Optional.of(value));
    }

    public Builder workerId(String value) {
      workerId = value;
      return this;
    }

    public Builder taskTrackerAddress(String value) {
      taskTrackerAddress = value;
      return this;
    }

    public Builder designatedWorker(String value) {
      designatedWorker = value;
      return this;
    }

    public Builder runningTimes(long value) {
      runningTimes = value;
      return this;
    }

    public Builder taskGeneration(int value) {
      taskGeneration = value;
      return this;
    }

    public Builder waitingFor(Optional<WaitingFor> value) {
      waitingFor = value;
      return this;
    }

    public Builder result(String value) {
      result = value;
      return this;
    }

    public Builder created(Instant value) {
      created = value;
      return this;
    }

    public Builder modified(Instant value) {
      modified = value;
      return this;
    }

    /** A new instance's deadline, which its expected time and its job's options give. */
    private Optional<Instant> by(Optional<Instant> given, Long allowance) {
      return given.isPresent() || allowance == null
          ? given
          : Optional.of(expectedTriggerTime.plusMillis(allowance));
    }

    public JobInstance build() {
      return new JobInstance(
          instanceId,
          jobId,
          appId,
          partition,
          status,
          epoch,
          jobParams,
          instanceParams,
          wfInstanceId,
          outerKey,
          extendValue,
          trigger,
          priority,
          dueTime,
          expectedTriggerTime,
          actualTriggerTime,
          finishedTime,
          lastReportTime,
          deadline,
          by(startBy, startDeadline),
          by(finishBy, finishDeadline),
          workerId,
          taskTrackerAddress,
          designatedWorker,
          runningTimes,
          taskGeneration,
          waitingFor,
          result,
          created,
          modified);
    }
  }
}
