package tech.powerjob.server.workflow.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.workflow.NodeState;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.WorkflowRun;

/** Finds out by reading what has become of what runs wait for. For one thread, one use. */
final class Findings {
  /**
   * A nested run that somebody waits for.
   *
   * @param epoch which beginning of the node
   */
  private record Child(long parentId, long nodeId, int epoch) {}

  private final RunParts parts;
  private final Map<Long, Long> runOfInstance = new HashMap<>();
  private final Map<Long, Child> children = new HashMap<>();

  Findings(RunParts parts) {
    this.parts = parts;
  }

  /** Wants to know what a run waits for. */
  void want(WorkflowRun run, Definitions.Known version) {
    for (int i = 0; i < run.nodes().size(); i++) {
      var state = run.nodes().get(i);
      if (state.status() != InstanceStatus.RUNNING) {
        continue;
      }
      var node = version.topology().node(i);
      if (node.type() == WorkflowNodeType.NESTED_WORKFLOW) {
        children.put(state.runId(), new Child(run.wfInstanceId(), node.nodeId(), state.epoch()));
      } else if (state.runId() != null) {
        runOfInstance.put(state.runId(), run.wfInstanceId());
      }
      wantElements(run, state);
    }
  }

  private void wantElements(WorkflowRun run, NodeState state) {
    for (var element : state.elements()) {
      if (element.instanceId() != null && element.status() == InstanceStatus.RUNNING) {
        runOfInstance.put(element.instanceId(), run.wfInstanceId());
      }
    }
  }

  /** What has happened, by run. */
  Map<Long, List<RunEvent>> all() {
    var found = new HashMap<Long, List<RunEvent>>();
    if (!runOfInstance.isEmpty()) {
      for (var end : parts.runs().ends(runOfInstance.keySet())) {
        long instanceId = ((RunEvent.InstanceEnded) end).instanceId();
        found.computeIfAbsent(runOfInstance.get(instanceId), id -> new ArrayList<>()).add(end);
      }
    }
    if (!children.isEmpty()) {
      var runs = new HashMap<Long, WorkflowRun>();
      parts.runs().findAll(children.keySet()).forEach(run -> runs.put(run.wfInstanceId(), run));
      children.forEach(
          (childId, child) -> {
            var end = end(child, runs.get(childId));
            if (end != null) {
              found.computeIfAbsent(child.parentId(), id -> new ArrayList<>()).add(end);
            }
          });
    }
    return found;
  }

  private static RunEvent end(Child child, WorkflowRun run) {
    if (run == null) {
      return new RunEvent.ChildEnded(
          child.nodeId(),
          child.epoch(),
          WorkflowInstanceStatus.FAILED,
          "the nested run is gone",
          Map.of());
    }
    return run.isFinished() && run.state().parentEpoch() == child.epoch() ? ended(run) : null;
  }

  /** What a nested run that has ended says to its parent. */
  static RunEvent ended(WorkflowRun child) {
    return new RunEvent.ChildEnded(
        child.state().parentNodeId(),
        child.state().parentEpoch(),
        child.status(),
        child.result(),
        child.context());
  }
}
