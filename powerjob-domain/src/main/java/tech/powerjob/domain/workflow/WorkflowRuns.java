package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.worker.Partitions;

/** The store of runs. Each writing call is one transaction. */
public interface WorkflowRuns {
  Optional<WorkflowRun> find(long wfInstanceId);

  /** Those of these ids that exist, in any order. */
  List<WorkflowRun> findAll(Collection<Long> wfInstanceIds);

  /**
   * Unfinished runs of the given partitions whose deadline is not after {@code until}, first first.
   */
  List<WorkflowRun> findDue(Partitions partitions, Instant until, int limit);

  /** Adds new runs that wait for their instant. */
  void insert(List<WorkflowRun> runs);
}
