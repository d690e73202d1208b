package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.IdempotencyKeys.Call;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.workflow.run.WorkflowRunService;

/** Runs workflows once for each idempotency key, however often and wherever it is asked to. */
@ApplicationScoped
public class KeyedRuns {
  private static final String OPERATION = "RUN_WORKFLOW";

  @Inject private WorkflowRunService runs;
  @Inject private Transactions transactions;

  /**
   * Runs as {@link WorkflowRunService#run}; a repeat of a request with a key runs nothing and
   * answers the same.
   *
   * @param key may be {@code null}
   * @return id of the run
   * @throws IdempotencyKeys.ConflictException if the key was used for a different request
   */
  public long run(long appId, long workflowId, String initParams, Long delay, String key) {
    if (key == null) {
      return runs.run(appId, workflowId, initParams, delay);
    }
    var call = Call.of(appId, OPERATION, key, Arrays.asList(workflowId, initParams, delay));
    var run = runs.prepare(appId, workflowId, initParams, delay);
    long made = new IdempotencyKeys(transactions).insertOnce(call, run);
    if (made == run.wfInstanceId()) {
      runs.release(List.of(run));
    }
    return made;
  }
}
