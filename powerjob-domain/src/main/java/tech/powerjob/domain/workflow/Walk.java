package tech.powerjob.domain.workflow;

import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;

/**
 * A run while it is decided on: what has changed so far, and which nodes must be looked at. Not
 * thread-safe.
 */
final class Walk {
  /** When to look at a run for whose jobs somebody works, if nothing was heard. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  /** When to look at a run that waits for people. */
  private static final Duration LONG_LOOK = Duration.ofMinutes(10);

  final Topology topology;
  final WorkflowDefinition definition;
  final WorkflowRun run;
  final Surroundings around;
  final Instant now;
  final List<RunCommand> commands = new ArrayList<>();
  private final NodeState[] nodes;

  /** A view of {@link #nodes}. */
  private final List<NodeState> states;

  private final ArrayDeque<Integer> touched = new ArrayDeque<>();
  private int unfinished;
  private boolean changed;
  private boolean begins;
  private Map<String, String> context;
  private String contextText;
  WorkflowInstanceStatus status;
  private String result;
  private Instant finishBy;
  private Optional<Instant> finishedTime;
  private int parentEpoch;
  private String lastResult;

  Walk(
      WorkflowDefinition definition,
      Topology topology,
      WorkflowRun run,
      Surroundings around,
      Instant now) {
    this.definition = definition;
    this.topology = topology;
    this.run = run;
    this.around = around;
    this.now = now;
    this.nodes = run.nodes().toArray(NodeState[]::new);
    this.states = Arrays.asList(nodes);
    this.context = run.context();
    this.status = run.status();
    this.result = run.result();
    this.finishBy = run.state().finishBy();
    this.finishedTime = run.finishedTime();
    this.parentEpoch = run.state().parentEpoch();
    this.lastResult = run.state().lastResult();
    for (var node : nodes) {
      unfinished += node.isFinished() ? 0 : 1;
    }
  }

  NodeState state(int node) {
    return nodes[node];
  }

  void set(int node, NodeState state) {
    unfinished += (state.isFinished() ? 0 : 1) - (nodes[node].isFinished() ? 0 : 1);
    nodes[node] = state;
    changed = true;
  }

  boolean isFinished() {
    return WorkflowInstanceStatus.FINISHED_STATUS.contains(status.getV());
  }

  /** Whether every node has ended. */
  boolean isThrough() {
    return unfinished == 0;
  }

  void touch(int node) {
    touched.add(node);
  }

  /** The next node to look at, {@code null} when there is none. */
  Integer nextTouched() {
    return touched.poll();
  }

  void touchSuccessors(int node) {
    for (int edge : topology.out(node)) {
      touched.add(topology.to(edge));
    }
  }

  Map<String, String> context() {
    return context;
  }

  /** The context as JSON, written once. */
  String contextText() {
    if (contextText == null) {
      contextText = around.json().object(context);
    }
    return contextText;
  }

  /**
   * Adds to the context, or nothing if it would become too large.
   *
   * @return the objection, empty if it fits
   */
  Optional<String> addToContext(Map<String, String> additions) {
    if (additions.isEmpty()) {
      return Optional.empty();
    }
    var merged = new LinkedHashMap<>(context);
    additions.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(key, value);
          }
        });
    var text = around.json().object(merged);
    if (text.length() > around.contextLimit()) {
      return Optional.of(tooLarge(text.length(), around.contextLimit()));
    }
    context = merged;
    contextText = text;
    changed = true;
    return Optional.empty();
  }

  static String tooLarge(int length, int limit) {
    return "the context of the workflow would have %d characters but may have at most %d"
        .formatted(length, limit);
  }

  void note(RunNote.Kind kind, Integer node, String detail, Map<String, Object> data) {
    commands.add(
        new RunCommand.Note(
            new RunNote(
                run.wfInstanceId(),
                node == null ? null : topology.node(node).nodeId(),
                now,
                kind,
                detail,
                data)));
    changed = true;
  }

  /** A node has a result, and so far nothing that came later. */
  void lastResult(String text) {
    lastResult = text;
  }

  String lastResult() {
    return lastResult;
  }

  void parentEpoch(int epoch) {
    parentEpoch = epoch;
    changed = true;
  }

  /** The run is under way from here on. */
  void begin() {
    status = WorkflowInstanceStatus.RUNNING;
    result = null;
    finishedTime = Optional.empty();
    var deadline = definition.options().getDeadline();
    finishBy = deadline == null ? null : now.plusMillis(deadline);
    begins = true;
    changed = true;
  }

  Instant finishBy() {
    return finishBy;
  }

  /**
   * The run ends. What still runs in it goes on unless it was stopped before; waits are given up.
   */
  void finish(WorkflowInstanceStatus how, String text) {
    status = how;
    result = text;
    finishedTime = Optional.of(now);
    finishBy = null;
    touched.clear();
    changed = true;
    for (int i = 0; i < nodes.length; i++) {
      var state = nodes[i];
      if (state.isWaiting() && state.wakeAt() != null || state.isRunning() && isMereWait(i)) {
        set(i, state.again());
      }
    }
  }

  /** Whether nothing is under way for the node but time. */
  boolean isMereWait(int node) {
    return switch (topology.node(node).type()) {
      case DELAY, APPROVAL -> true;
      case JOB, NESTED_WORKFLOW, DECISION -> false;
    };
  }

  /** Stops what is under way for a node. */
  void stopWork(int node, String why) {
    var state = nodes[node];
    if (topology.node(node).type() == WorkflowNodeType.NESTED_WORKFLOW) {
      commands.add(new RunCommand.StopChild(state.runId(), why));
    } else if (state.runId() != null) {
      commands.add(new RunCommand.StopInstance(state.runId(), why));
    }
    for (var element : state.elements()) {
      if (element.instanceId() != null && !element.isFinished()) {
        commands.add(new RunCommand.StopInstance(element.instanceId(), why));
      }
    }
  }

  /** Stops all that is under way, and counts it as stopped. */
  void stopAll(String why) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i].isRunning()) {
        stopWork(i, why);
        set(i, FanOuts.halted(nodes[i]).ended(STOPPED, why, now));
      }
    }
  }

  /** Whether the way still leads on; one whose beginning has not ended does. */
  boolean isLive(int edge) {
    return topology.isTaken(edge, states);
  }

  /** Whether the node has failed in a way that nobody said does not matter. */
  boolean isFailure(int node) {
    return nodes[node].status() == FAILED && !topology.node(node).skipWhenFailed();
  }

  Advance end() {
    if (!changed) {
      return new Advance(run, run, List.of(), false, deadline());
    }
    var deadline = deadline();
    var state = new RunState(states, finishBy, run.state().parentNodeId(), parentEpoch, lastResult);
    var after =
        new WorkflowRun(
            run.wfInstanceId(),
            run.workflowId(),
            run.workflowVersion(),
            run.appId(),
            run.partition(),
            run.parent(),
            status,
            run.version() + 1,
            run.initParams(),
            context,
            state,
            result,
            run.expectedTriggerTime(),
            run.actualTriggerTime(),
            finishedTime,
            run.dueTime(),
            deadline,
            run.created(),
            now);
    return new Advance(run, after, commands, begins, deadline);
  }

  private Optional<Instant> deadline() {
    boolean works = false;
    Instant first = finishBy;
    for (int i = 0; i < nodes.length; i++) {
      var state = nodes[i];
      works |= state.isRunning() && !isMereWait(i);
      if (!state.isFinished() && state.wakeAt() != null) {
        first = first == null || state.wakeAt().isBefore(first) ? state.wakeAt() : first;
      }
    }
    if (isFinished() && !works) {
      return Optional.empty();
    }
    if (status == WorkflowInstanceStatus.WAITING) {
      return Optional.of(run.expectedTriggerTime());
    }
    var look = now.plus(works ? LOOK : LONG_LOOK);
    return Optional.of(first == null || first.isAfter(look) ? look : first);
  }

  /** A status of a nested run as that of the node that stands for it. */
  static InstanceStatus ofChild(WorkflowInstanceStatus status) {
    return switch (status) {
      case WAITING -> InstanceStatus.WAITING_DISPATCH;
      case RUNNING -> InstanceStatus.RUNNING;
      case FAILED -> FAILED;
      case SUCCEED -> InstanceStatus.SUCCEED;
      case STOPPED -> STOPPED;
    };
  }
}
