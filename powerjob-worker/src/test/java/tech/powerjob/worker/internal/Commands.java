package tech.powerjob.worker.internal;

import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LogConfig;
import tech.powerjob.wire.RunInstance;

/** Builds commands to run an instance; what is not said is ordinary. */
public final class Commands {
  private final long instanceId;
  private long epoch = 1;
  private ExecuteType executeType = ExecuteType.STANDALONE;
  private ProcessorType processorType = ProcessorType.BUILT_IN;
  private String processor = "none";
  private Long wfInstanceId;
  private String jobParams;
  private String instanceParams;
  private long timeLimit;
  private int retries;
  private LogConfig logConfig;
  private JobOptions.Backoff backoff;

  private Commands(long instanceId) {
    this.instanceId = instanceId;
  }

  public static Commands run(long instanceId) {
    return new Commands(instanceId);
  }

  public Commands epoch(long value) {
    epoch = value;
    return this;
  }

  public Commands executeType(ExecuteType value) {
    executeType = value;
    return this;
  }

  public Commands processor(String value) {
    processor = value;
    return this;
  }

  /** A processor of a container. */
  public Commands external(String value) {
    processorType = ProcessorType.EXTERNAL;
    processor = value;
    return this;
  }

  /** A run of a node of a workflow. */
  public Commands workflow(long value) {
    wfInstanceId = value;
    return this;
  }

  public Commands params(String ofJob, String ofInstance) {
    jobParams = ofJob;
    instanceParams = ofInstance;
    return this;
  }

  public Commands timeLimitMillis(long value) {
    timeLimit = value;
    return this;
  }

  public Commands retries(int value) {
    retries = value;
    return this;
  }

  public Commands backoff(JobOptions.Backoff value) {
    backoff = value;
    return this;
  }

  public Commands logConfig(LogConfig value) {
    logConfig = value;
    return this;
  }

  public RunInstance command() {
    return new RunInstance(
        instanceId,
        epoch,
        7,
        3,
        "job",
        executeType,
        processorType,
        processor,
        jobParams,
        instanceParams,
        timeLimit,
        retries,
        5,
        logConfig,
        wfInstanceId,
        ManualTicker.START,
        backoff,
        null,
        null);
  }
}
