package tech.powerjob.domain.workflow;

import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.RunNote.Kind;

/**
 * What follows from the end of a node: for the context, for those behind it, for the run. Not
 * thread-safe.
 */
final class Endings {
  private static final long RETRY_DELAY = 10_000;

  private final Walk walk;

  Endings(Walk walk) {
    this.walk = walk;
  }

  /** The run fails because of a node. */
  void fail(int node, String text) {
    walk.note(
        Kind.NODE_FAILED,
        node,
        "the run fails because %s has failed".formatted(walk.topology.node(node).called()),
        Map.of("status", walk.state(node).status().name()));
    walk.finish(WorkflowInstanceStatus.FAILED, text);
  }

  /**
   * Work for a node has ended well: what it puts into the context is added.
   *
   * @param text the result
   * @param stored what to keep of it, {@code null} if it is kept elsewhere
   * @param additions what it adds besides its {@code output}
   */
  void succeed(int node, String text, String stored, Map<String, String> additions, Instant at) {
    var objection = addOutput(node, text, additions);
    if (objection.isPresent()) {
      end(node, FAILED, objection.get(), at);
      return;
    }
    walk.set(node, walk.state(node).ended(SUCCEED, stored, at));
    walk.lastResult(text);
    walk.touchSuccessors(node);
  }

  /** Adds to the context what a node gives it; returns the objection, if there is one. */
  private Optional<String> addOutput(int node, String text, Map<String, String> additions) {
    var output = walk.topology.node(node).options().getOutput();
    var all = additions;
    if (output != null && !output.isEmpty()) {
      all = new LinkedHashMap<>(additions);
      for (var each : output.entrySet()) {
        var value = walk.around.json().at(text == null ? "" : text, each.getValue());
        if (value.isEmpty()) {
          return Optional.of(
              "the result has nothing at '%s', which the workflow's context is to get as '%s'"
                  .formatted(each.getValue(), each.getKey()));
        }
        all.put(each.getKey(), value.get());
      }
    }
    var objection = walk.addToContext(all);
    objection.ifPresent(
        reason ->
            walk.note(
                Kind.CONTEXT_REFUSED,
                node,
                reason,
                Map.of("keys", List.copyOf(additions.keySet()))));
    return objection;
  }

  /** Work for a node has ended otherwise than well; tries again if that is allowed. */
  void endBadly(int node, InstanceStatus how, String text, String stored, Instant at) {
    if (how == FAILED && tryAgain(node, text)) {
      return;
    }
    walk.set(node, walk.state(node).ended(how, stored, at));
    walk.lastResult(text);
    follow(node, how);
  }

  /** A node has ended for good, and its result is kept with it. */
  void end(int node, InstanceStatus how, String text, Instant at) {
    walk.set(node, walk.state(node).ended(how, text, at));
    walk.lastResult(text);
    follow(node, how);
  }

  private void follow(int node, InstanceStatus how) {
    if (walk.isFinished()) {
      return;
    }
    if (how == STOPPED) {
      walk.finish(WorkflowInstanceStatus.STOPPED, "middle job stopped by user");
    } else if (walk.isFailure(node) && !isBorne(node)) {
      fail(node, "middle job failed");
    } else {
      walk.touchSuccessors(node);
    }
  }

  /** Whether every way from a node leads to one that runs even if it has failed. */
  private boolean isBorne(int node) {
    boolean borne = false;
    for (int way : walk.topology.out(node)) {
      int after = walk.topology.to(way);
      if (!Readiness.bearsFailure(walk.topology.node(after))) {
        return false;
      }
      borne |= walk.state(after).leftOut() == NodeState.LeftOut.NOT;
    }
    return borne;
  }

  /** Whether what follows a failed node has taken its failure up already. */
  boolean isTakenUp(int node) {
    boolean takenUp = false;
    for (int way : walk.topology.out(node)) {
      var after = walk.state(walk.topology.to(way));
      if (after.isWaiting() || after.leftOut() != NodeState.LeftOut.NOT) {
        return false;
      }
      takenUp = true;
    }
    return takenUp;
  }

  private boolean tryAgain(int node, String text) {
    var options = walk.topology.node(node).options();
    var state = walk.state(node);
    int retries = options.getRetryNum() == null ? 0 : options.getRetryNum();
    if (walk.status != WorkflowInstanceStatus.RUNNING || state.attempt() > retries) {
      return false;
    }
    long pause =
        options.getBackoff() == null
            ? RETRY_DELAY
            : options.getBackoff().pause(state.attempt(), walk.run.wfInstanceId() + state.epoch());
    var next = walk.now.plusMillis(pause);
    walk.set(node, state.retriedAt(next, text));
    walk.note(
        Kind.RETRY_PLANNED,
        node,
        "attempt %d has failed; it is begun again at %s, and %d retries are left after that"
            .formatted(state.attempt(), next, retries - state.attempt()),
        Map.of("attempt", state.attempt(), "next", next.toEpochMilli()));
    walk.touch(node);
    return true;
  }
}
