package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.function.Consumer;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.domain.job.Job;

/** Jobs for tests: {@code aJob(1).cron("...").due(instant).build()}. */
public final class JobBuilder {
  public static final long APP = 7;

  private final Job job = Job.create(APP, Instant.EPOCH);

  private JobBuilder(long id) {
    InMemoryJobs.setId(job, id);
    job.setJobName("job " + id);
    job.setTimeExpressionType(TimeExpressionType.API);
    job.setExecuteType(ExecuteType.STANDALONE);
    job.setProcessorType(ProcessorType.BUILT_IN);
    job.setProcessorInfo("example.Processor");
    job.setDispatchStrategy(DispatchStrategy.HEALTH_FIRST);
    job.setConcurrency(5);
  }

  public static JobBuilder aJob(long id) {
    return new JobBuilder(id);
  }

  public JobBuilder cron(String expression) {
    return timed(TimeExpressionType.CRON, expression);
  }

  public JobBuilder timed(TimeExpressionType type, String expression) {
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    return this;
  }

  public JobBuilder options(JobOptions options) {
    job.setOptions(options);
    return this;
  }

  public JobBuilder due(Instant nextTriggerTime) {
    job.setNextTriggerTime(nextTriggerTime.toEpochMilli());
    return this;
  }

  public JobBuilder atMost(int maxInstanceNum) {
    job.setMaxInstanceNum(maxInstanceNum);
    return this;
  }

  public JobBuilder retrying(int instanceRetryNum) {
    job.setInstanceRetryNum(instanceRetryNum);
    return this;
  }

  public JobBuilder disabled() {
    job.setStatus(SwitchableStatus.DISABLE);
    return this;
  }

  public JobBuilder strategy(DispatchStrategy strategy, String config) {
    job.setDispatchStrategy(strategy);
    job.setDispatchStrategyConfig(config);
    return this;
  }

  public JobBuilder designated(String workers) {
    job.setDesignatedWorkers(workers);
    return this;
  }

  public JobBuilder wanting(double cpuCores, double memory, double disk) {
    job.setMinCpuCores(cpuCores);
    job.setMinMemorySpace(memory);
    job.setMinDiskSpace(disk);
    return this;
  }

  public JobBuilder options(Consumer<JobOptions> setter) {
    var options = job.getOptions();
    setter.accept(options);
    job.setOptions(options);
    return this;
  }

  public JobBuilder limitedTo(long instanceTimeLimit) {
    job.setInstanceTimeLimit(instanceTimeLimit);
    return this;
  }

  public JobBuilder distributed(ExecuteType type) {
    job.setExecuteType(type);
    return this;
  }

  public JobBuilder onWorkers(int maxWorkerCount) {
    job.setMaxWorkerCount(maxWorkerCount);
    return this;
  }

  public Job build() {
    return job;
  }
}
