package tech.powerjob.domain.workflow;

import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.workflow.RunNote.Kind;

/**
 * Decides how a run goes on: {@code (graph, run, events, now) -> (run, commands)}. Pure: the same
 * input gives the same output, but for ids of what is launched. The caller stores the new state
 * only if the run is still at the version that this was decided on, together with what the commands
 * ask for; else it asks again with what is stored.
 */
public final class Advancer {
  private final Walk walk;
  private final Progress progress;
  private final Endings endings;

  private Advancer(Walk walk) {
    this.walk = walk;
    this.progress = new Progress(walk);
    this.endings = new Endings(walk);
  }

  /**
   * Decides on events, one after the other.
   *
   * @param topology of the definition's graph
   * @throws RunRefusedException if somebody asks for what cannot be done; then nothing is
   */
  public static Advance advance(
      WorkflowDefinition definition,
      Topology topology,
      WorkflowRun run,
      Collection<? extends RunEvent> events,
      Instant now,
      Surroundings around) {
    var advancer = new Advancer(new Walk(definition, topology, run, around, now));
    for (var event : events) {
      advancer.apply(event);
    }
    return advancer.walk.end();
  }

  private void apply(RunEvent event) {
    if (event instanceof RunEvent.InstanceEnded ended) {
      progress.instanceEnded(ended);
      progress.settle();
    } else if (event instanceof RunEvent.ChildEnded ended) {
      progress.childEnded(ended);
      progress.settle();
    } else if (event instanceof RunEvent.Started) {
      if (walk.status == WorkflowInstanceStatus.WAITING) {
        progress.start();
      }
    } else if (event instanceof RunEvent.Refused refused) {
      if (walk.status == WorkflowInstanceStatus.WAITING) {
        walk.note(Kind.REFUSED, null, refused.result(), Map.of());
        walk.finish(WorkflowInstanceStatus.FAILED, refused.result());
      }
    } else if (event instanceof RunEvent.TimerDue) {
      progress.timeHasCome();
      progress.settle();
    } else if (event instanceof RunEvent.StopAsked asked) {
      stop(asked);
    } else if (event instanceof RunEvent.RetryAsked asked) {
      retry(asked);
    } else if (event instanceof RunEvent.MarkedSuccess marked) {
      markSuccess(marked);
    } else if (event instanceof RunEvent.Judged judged) {
      judge(judged);
    } else if (event instanceof RunEvent.RerunAsked asked) {
      rerun(asked);
    } else if (event instanceof RunEvent.ChildRetried retried) {
      walk.parentEpoch(retried.parentEpoch());
      if (walk.isFinished() && walk.status != WorkflowInstanceStatus.SUCCEED) {
        goOn();
      }
    } else if (event instanceof RunEvent.ChildStopped stopped) {
      if (!walk.isFinished()) {
        walk.stopAll(stopped.result());
        walk.finish(WorkflowInstanceStatus.STOPPED, stopped.result());
      }
    }
  }

  private void stop(RunEvent.StopAsked asked) {
    if (walk.isFinished()) {
      throw new RunRefusedException("workflow instance already stopped");
    }
    walk.note(Kind.STOPPED, null, "stopped by " + asked.by(), Map.of("by", asked.by()));
    walk.stopAll("stopped by user");
    walk.finish(WorkflowInstanceStatus.STOPPED, "stopped by user");
  }

  private void retry(RunEvent.RetryAsked asked) {
    if (!walk.isFinished()) {
      throw new RunRefusedException("workflow instance is running");
    }
    if (walk.status == WorkflowInstanceStatus.SUCCEED) {
      throw new RunRefusedException("workflow instance is already successful");
    }
    if (progress.isMissingAJob()) {
      throw new RunRefusedException(
          "you can't retry the workflow instance which is missing job info!");
    }
    walk.note(Kind.RETRY_REQUESTED, null, "retried by " + asked.by(), Map.of("by", asked.by()));
    goOn();
  }

  /** Failed and stopped nodes, and what was left out because of them, are as if never begun. */
  private void goOn() {
    walk.begin();
    boolean[] again = new boolean[walk.topology.size()];
    for (int i = 0; i < again.length; i++) {
      var state = walk.state(i);
      again[i] =
          state.status() == STOPPED
              || state.status() == FAILED
                  && !walk.topology.node(i).skipWhenFailed()
                  && !endings.isTakenUp(i);
    }
    for (int i = 0; i < again.length; i++) {
      if (again[i]) {
        beginAgain(i);
      }
    }
    lookAgainBehind(again);
    progress.touchAll();
    progress.settle();
  }

  private void beginAgain(int node) {
    var state = walk.state(node);
    var definition = walk.topology.node(node);
    if (definition.type() == WorkflowNodeType.NESTED_WORKFLOW && state.runId() != null) {
      walk.set(node, state.again().begun(walk.now, state.runId(), progress.patience(definition)));
      walk.commands.add(new RunCommand.RetryChild(state.runId(), walk.state(node).epoch()));
    } else {
      walk.set(node, state.again());
    }
  }

  /** What was left out behind these nodes may have a way or meet its rule this time. */
  private void lookAgainBehind(boolean[] again) {
    for (int node : following(again)) {
      var state = walk.state(node);
      if (!again[node] && state.leftOut() != NodeState.LeftOut.NOT) {
        walk.set(node, state.again());
      }
    }
  }

  private int[] following(boolean[] first) {
    boolean[] seen = first.clone();
    var queue = new ArrayDeque<Integer>();
    for (int i = 0; i < first.length; i++) {
      if (first[i]) {
        queue.add(i);
      }
    }
    var found = IntStream.builder();
    for (var node = queue.poll(); node != null; node = queue.poll()) {
      found.add(node);
      for (int way : walk.topology.out(node)) {
        int after = walk.topology.to(way);
        if (!seen[after]) {
          seen[after] = true;
          queue.add(after);
        }
      }
    }
    return found.build().toArray();
  }

  private void markSuccess(RunEvent.MarkedSuccess marked) {
    if (!walk.isFinished()) {
      throw new RunRefusedException("you can't mark the node in a running workflow!");
    }
    int node =
        walk.topology
            .indexOf(marked.nodeId())
            .orElseThrow(() -> new RunRefusedException("can't find the node in current DAG!"));
    var definition = walk.topology.node(node);
    if (walk.state(node).status() != FAILED
        || definition.skipWhenFailed()
        || definition.type() == WorkflowNodeType.DECISION) {
      throw new RunRefusedException(
          "you can only mark the node which is failed and not allow to skip!");
    }
    walk.note(
        Kind.MARKED_SUCCESS,
        node,
        "marked as successful by " + marked.by(),
        Map.of("by", marked.by()));
    walk.set(node, walk.state(node).ended(SUCCEED, "mark as successful node", walk.now));
  }

  private void judge(RunEvent.Judged judged) {
    int node = require(judged.nodeId());
    if (walk.topology.node(node).type() != WorkflowNodeType.APPROVAL
        || !walk.state(node).isRunning()
        || walk.isFinished()) {
      throw new RunRefusedException(
          "node %d does not wait for anybody to say yes or no".formatted(judged.nodeId()));
    }
    var text =
        (judged.approved() ? "approved by " : "rejected by ")
            + judged.by()
            + (judged.comment() == null || judged.comment().isBlank()
                ? ""
                : ": " + judged.comment());
    walk.note(
        judged.approved() ? Kind.APPROVED : Kind.REJECTED, node, text, Map.of("by", judged.by()));
    progress.judged(node, judged.approved(), text);
    progress.settle();
  }

  private void rerun(RunEvent.RerunAsked asked) {
    if (!walk.isFinished()) {
      throw new RunRefusedException("workflow instance is running");
    }
    if (progress.isMissingAJob()) {
      throw new RunRefusedException(
          "you can't retry the workflow instance which is missing job info!");
    }
    boolean[] first = new boolean[walk.topology.size()];
    asked.nodeIds().forEach(nodeId -> first[require(nodeId)] = true);
    int[] all = following(first);
    for (int node : all) {
      if (walk.state(node).isRunning()) {
        throw new RunRefusedException(
            "node %d is still running".formatted(walk.topology.node(node).nodeId()));
      }
    }
    walk.note(
        Kind.RERUN_REQUESTED,
        null,
        "run again from nodes %s by %s".formatted(List.copyOf(asked.nodeIds()), asked.by()),
        Map.of("by", asked.by(), "nodes", List.copyOf(asked.nodeIds())));
    for (int node : all) {
      walk.set(node, walk.state(node).again());
    }
    goOn();
  }

  private int require(long nodeId) {
    return walk.topology
        .indexOf(nodeId)
        .orElseThrow(() -> new RunRefusedException("the workflow instance has no node " + nodeId));
  }
}
