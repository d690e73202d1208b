package tech.powerjob.wire;

import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LogConfig;

/**
 * Server to worker: run this instance. Repeated with the same epoch it asks for nothing new.
 *
 * @param instanceId id of the instance
 * @param epoch fencing token of this dispatch; echoed in every report
 * @param jobId id of the job
 * @param appId id of the application
 * @param jobName name of the job, for logs
 * @param executeType how the instance is spread over workers
 * @param processorType where the code comes from
 * @param processorInfo which code: a class name for {@code BUILT_IN}
 * @param jobParams static parameters, may be {@code null}
 * @param instanceParams parameters of this run, may be {@code null}
 * @param instanceTimeLimit milliseconds after which the run is interrupted; 0 for none
 * @param taskRetryNum how often a failed task is tried again in place
 * @param concurrency threads per worker
 * @param logConfig where log lines go, {@code null} for the default
 * @param wfInstanceId id of the workflow run, {@code null} outside a workflow
 * @param expectedTriggerTime when the run was due, epoch milliseconds
 * @param taskBackoff pauses before a failed task is tried again, {@code null} for none
 * @param taskTimeLimit milliseconds after which one task is interrupted and fails, {@code null} or
 *     0 for none
 * @param distribution how it is spread over workers, {@code null} for {@code STANDALONE}
 */
public record RunInstance(
    long instanceId,
    long epoch,
    long jobId,
    long appId,
    String jobName,
    ExecuteType executeType,
    ProcessorType processorType,
    String processorInfo,
    String jobParams,
    String instanceParams,
    long instanceTimeLimit,
    int taskRetryNum,
    int concurrency,
    LogConfig logConfig,
    Long wfInstanceId,
    long expectedTriggerTime,
    JobOptions.Backoff taskBackoff,
    Long taskTimeLimit,
    Distribution distribution)
    implements WireMessage {}
