package tech.powerjob.server.workflow.run;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowRun;

/** What a lane has to do. */
sealed interface RunItem {
  /** Tells whoever waits that it is done. */
  default void succeed() {}

  /** Tells whoever waits why it is not done. */
  default void fail(RuntimeException reason) {}

  /** Something has happened that concerns a run. */
  record Fact(long runId, RunEvent event) implements RunItem {}

  /** What happened to a run is to be found out, because nobody may have told. */
  record Look(long runId) implements RunItem {}

  /** A run is to be looked at, at an instant. */
  record Wake(long runId, Instant at) implements RunItem {}

  /** Somebody waits for it. */
  sealed interface Awaited extends RunItem {
    CompletableFuture<Void> done();

    @Override
    default void succeed() {
      done().complete(null);
    }

    @Override
    default void fail(RuntimeException reason) {
      done().completeExceptionally(reason);
    }
  }

  /**
   * Somebody asks for something and waits for it.
   *
   * @param attempts how often it was lost to somebody else's change
   */
  record Ask(long runId, RunEvent event, CompletableFuture<Void> done, int attempts)
      implements Awaited {}

  /** A new run begins now, or is kept until its instant. */
  record Create(WorkflowDefinition definition, WorkflowRun run, CompletableFuture<Void> done)
      implements Awaited {}
}
