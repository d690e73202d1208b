package tech.powerjob.server.workflow.run;

import java.time.Instant;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.domain.workflow.AppCalls;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.domain.workflow.JsonTexts;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.WorkflowSteps;

/**
 * What the driving of runs needs from outside.
 *
 * @param release sees to the dispatch of a stored instance
 * @param now the present, in milliseconds
 */
public record RunParts(
    Workflows workflows,
    Conditions conditions,
    JsonTexts json,
    JdbcWorkflowRuns runs,
    WorkflowSteps steps,
    Jobs jobs,
    AppCalls calls,
    Instances instances,
    InstanceIds ids,
    Completions completions,
    Workers workers,
    WorkerGateway gateway,
    Consumer<JobInstance> release,
    Supplier<Instant> now,
    ThreadFactory threads) {}
