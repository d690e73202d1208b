package tech.powerjob.domain.workflow;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import tech.powerjob.domain.job.Job;

/**
 * What deciding on a run needs from outside.
 *
 * @param jobs definitions of jobs by id, deleted ones too
 * @param workflows present versions of workflows by id, deleted ones too
 * @param ids makes ids of job instances and nested runs
 * @param contextLimit most characters of a context as JSON
 */
public record Surroundings(
    Conditions conditions,
    JsonTexts json,
    LongFunction<Optional<Job>> jobs,
    LongFunction<Optional<WorkflowDefinition>> workflows,
    LongSupplier ids,
    int contextLimit) {
  /** Most characters of a context, as JSON, where nothing else is asked for. */
  public static final int CONTEXT_LIMIT = 200_000;
}
