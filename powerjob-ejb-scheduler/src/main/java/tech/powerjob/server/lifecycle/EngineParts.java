package tech.powerjob.server.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.WorkflowScheduler;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.workflow.AppCalls;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.ownership.Ownership;
import tech.powerjob.server.store.HttpWorkerRows;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.JdbcTaskRuns;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.OldInstances;
import tech.powerjob.server.store.OldWorkflowRuns;
import tech.powerjob.server.store.WorkflowSteps;
import tech.powerjob.server.task.TaskJanitor;

/**
 * What the engine needs from outside.
 *
 * @param retention how long finished instances are kept; empty for ever
 */
public record EngineParts(
    Jobs jobs,
    Instances instances,
    Limits limits,
    IdempotencyKeys keys,
    Ledger ledger,
    InstanceEvents events,
    WorkerGateway gateway,
    Ownership ownership,
    OldInstances oldInstances,
    Optional<Duration> retention,
    InstanceIds ids,
    Schedules schedules,
    Pauses pauses,
    JdbcTaskRuns tasks,
    TaskJanitor taskJanitor,
    HttpWorkerRows httpWorkers,
    Workflows workflows,
    Conditions conditions,
    JdbcWorkflowRuns workflowRuns,
    WorkflowSteps workflowSteps,
    AppCalls appCalls,
    OldWorkflowRuns oldWorkflowRuns,
    WorkflowScheduler workflowScheduler,
    Clock clock,
    ThreadFactory threads) {

  /** The present, in milliseconds, as everything in the database is. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The partitions that are this server's at this moment. */
  Partitions owned() {
    return ownership.owned(System.nanoTime());
  }
}
