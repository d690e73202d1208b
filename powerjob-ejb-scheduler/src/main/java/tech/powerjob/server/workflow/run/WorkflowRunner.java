package tech.powerjob.server.workflow.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.lifecycle.Await;

/**
 * Runs of workflows at work on one server. Each run is seen to by one thread here; other servers
 * may see to the same run, and the version of its row lets one of them win each step. Thread-safe.
 */
public final class WorkflowRunner {
  /** So many runs are decided on at once; more commits at once gain little. */
  private static final int LANES = 2;

  /** How far ahead runs are taken into memory, to go on with them at their instant. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(WorkflowRunner.class);
  private static final int BATCH = 500;

  private final RunParts parts;
  private final List<Lane> lanes;
  private final List<Consumer<List<RunEnded>>> listeners = new CopyOnWriteArrayList<>();

  private WorkflowRunner(RunParts parts) {
    this.parts = parts;
    this.lanes =
        IntStream.range(0, LANES).mapToObj(i -> new Lane("workflow-" + i, parts, this)).toList();
    parts.completions().listen(this::heard);
  }

  public static WorkflowRunner start(RunParts parts) {
    return new WorkflowRunner(parts);
  }

  /** Ends after what is under way; who still waits gets an exception. */
  public void stop(Duration patience) {
    lanes.forEach(lane -> lane.stop(patience));
  }

  void add(RunItem item) {
    long runId;
    if (item instanceof RunItem.Fact fact) {
      runId = fact.runId();
    } else if (item instanceof RunItem.Look look) {
      runId = look.runId();
    } else if (item instanceof RunItem.Wake wake) {
      runId = wake.runId();
    } else if (item instanceof RunItem.Ask ask) {
      runId = ask.runId();
    } else {
      runId = ((RunItem.Create) item).run().wfInstanceId();
    }
    lanes.get(Math.floorMod(Long.hashCode(runId * 0x9E3779B97F4A7C15L), LANES)).add(item);
  }

  /**
   * Adds a run, durably when this returns; one whose instant has come has begun.
   *
   * @throws RuntimeException if it could not be stored
   */
  public void create(WorkflowDefinition definition, WorkflowRun run) {
    var done = new CompletableFuture<Void>();
    add(new RunItem.Create(definition, run, done));
    Await.done(done);
    if (run.expectedTriggerTime().isAfter(parts.now().get())) {
      release(List.of(run));
    }
  }

  /**
   * Does what somebody asks for; when this returns it is stored.
   *
   * @throws tech.powerjob.domain.workflow.RunRefusedException if it makes no sense for the run as
   *     it is
   * @throws RuntimeException if it could not be stored
   */
  public void ask(long runId, RunEvent event) {
    var done = new CompletableFuture<Void>();
    add(new RunItem.Ask(runId, event, done, 0));
    Await.done(done);
  }

  /** Sees to the start of stored runs whose instant is near; the others come with the watch. */
  public void release(Collection<WorkflowRun> runs) {
    var near = parts.now().get().plus(RunCommits.NEAR);
    for (var run : runs) {
      if (run.expectedTriggerTime().isBefore(near)) {
        add(new RunItem.Wake(run.wfInstanceId(), run.expectedTriggerTime()));
      }
    }
  }

  /** Looks at runs of these partitions that should have been heard of. */
  public void watch(Partitions owned) {
    var now = parts.now().get();
    for (var run : parts.runs().findDue(owned, now.plus(AHEAD), BATCH)) {
      add(new RunItem.Wake(run.wfInstanceId(), run.deadline().orElse(now)));
    }
  }

  /** Instances have ended; those of workflows are told to their runs. */
  private void heard(List<Completion> completions) {
    for (var end : completions) {
      if (end.wfInstanceId().isEmpty()) {
        continue;
      }
      long runId = end.wfInstanceId().get();
      if (end.outcome().isPresent()) {
        var outcome = end.outcome().get();
        add(
            new RunItem.Fact(
                runId,
                new RunEvent.InstanceEnded(
                    end.instanceId(),
                    end.status(),
                    outcome.result(),
                    end.at(),
                    outcome.appended())));
      } else {
        add(new RunItem.Look(runId));
      }
    }
  }

  /**
   * Adds a listener to the end of runs.
   *
   * @param listener is called by threads that have other things to do, so it must not block
   */
  public void listen(Consumer<List<RunEnded>> listener) {
    listeners.add(listener);
  }

  void ended(List<RunEnded> ends) {
    if (ends.isEmpty()) {
      return;
    }
    for (var listener : listeners) {
      try {
        listener.accept(ends);
      } catch (RuntimeException e) {
        LOG.warn("the end of {} workflow runs was not heard by a listener", ends.size(), e);
      }
    }
  }

  /** The present, as the runs are told it. */
  public Instant now() {
    return parts.now().get();
  }
}
