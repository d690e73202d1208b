package tech.powerjob.server.workflow.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.NodeState;
import tech.powerjob.domain.workflow.RunNote;
import tech.powerjob.domain.workflow.Topology;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.job.UnknownObjectException;

/**
 * Says why a node of a run is where it is, from the run's state and the decisions in its course.
 */
final class NodeExplainer {
  private final WorkflowRun run;
  private final Topology topology;
  private final WorkflowNode node;
  private final NodeState state;
  private final List<String> summary = new ArrayList<>();

  private NodeExplainer(WorkflowRun run, Topology topology, int index) {
    this.run = run;
    this.topology = topology;
    this.node = topology.node(index);
    this.state = run.nodes().get(index);
  }

  /**
   * Explains a node.
   *
   * @param notes decisions in the course of the run, first first
   * @throws IllegalArgumentException if the run has no such node
   */
  static NodeExplanation explain(
      WorkflowRun run, WorkflowDefinition definition, long nodeId, List<RunNote> notes) {
    var topology = Topology.of(definition.graph());
    int index =
        topology
            .indexOf(nodeId)
            .orElseThrow(
                () -> new UnknownObjectException("the workflow instance has no node " + nodeId));
    return new NodeExplainer(run, topology, index).explain(notes);
  }

  private NodeExplanation explain(List<RunNote> notes) {
    var waitingFor = new ArrayList<NodeExplanation.Predecessor>();
    var instances = new ArrayList<String>();
    var reason = reason(waitingFor, instances);
    var events =
        notes.stream()
            .filter(note -> note.nodeId() == null || note.nodeId() == node.nodeId())
            .toList();
    events.forEach(note -> summary.add("%s: %s".formatted(note.at(), note.detail())));
    return new NodeExplanation(
        Long.toString(run.wfInstanceId()),
        node.nodeId(),
        state.status().name(),
        reason,
        summary,
        waitingFor,
        instances,
        state.isFinished() || state.wakeAt() == null ? null : state.wakeAt().toEpochMilli(),
        events.stream()
            .map(
                note ->
                    new NodeExplanation.Event(
                        note.nodeId(),
                        note.kind().name(),
                        note.at().toEpochMilli(),
                        note.detail(),
                        note.data()))
            .toList());
  }

  private String reason(List<NodeExplanation.Predecessor> waitingFor, List<String> instances) {
    if (state.isFinished()) {
      summary.add(ended());
      return "NOTHING";
    }
    if (state.status() == InstanceStatus.RUNNING) {
      return running(instances);
    }
    if (run.isFinished()) {
      summary.add(
          "it was not begun before the run ended as %s (%s); a retry of the run goes on with it"
              .formatted(run.status(), run.result()));
      return "RUN_ENDED";
    }
    if (run.status() == WorkflowInstanceStatus.WAITING) {
      summary.add("the run starts at " + run.expectedTriggerTime());
      return "RUN_START";
    }
    if (state.wakeAt() != null) {
      summary.add(
          "attempt %d has failed, and it is begun again at %s"
              .formatted(state.attempt(), state.wakeAt()));
      return "RETRY";
    }
    predecessors(waitingFor);
    return "PREDECESSORS";
  }

  private String ended() {
    return switch (state.leftOut()) {
      case NO_WAY -> "it was left out, because no way that was taken leads to it";
      case RULE ->
          node.options().getTriggerRule() == null
              ? "it was left out, because all before it was"
              : "it was left out, because its trigger rule %s could no longer be met"
                  .formatted(node.options().getTriggerRule());
      case NOT ->
          "it ended as %s at %s%s"
              .formatted(
                  state.status(),
                  state.finished(),
                  state.result() == null ? "" : ": " + state.result());
    };
  }

  private String running(List<String> instances) {
    var limit = state.wakeAt() == null ? "" : ", at most until " + state.wakeAt();
    switch (node.type()) {
      case DELAY -> {
        summary.add("it waits until " + state.wakeAt());
        return "TIME";
      }
      case APPROVAL -> {
        summary.add("it waits for somebody to approve or reject" + limit);
        return "APPROVAL";
      }
      case NESTED_WORKFLOW -> {
        instances.add(Long.toString(state.runId()));
        summary.add("it waits for the nested run %d%s".formatted(state.runId(), limit));
        return "NESTED_RUN";
      }
      case JOB, DECISION -> {
        if (state.elements().isEmpty()) {
          instances.add(Long.toString(state.runId()));
          summary.add("it waits for the job instance %d%s".formatted(state.runId(), limit));
          return "INSTANCE";
        }
        return elements(instances, limit);
      }
    }
    throw new AssertionError(node.type());
  }

  private String elements(List<String> instances, String limit) {
    long ended = 0;
    for (var element : state.elements()) {
      if (element.status() == InstanceStatus.RUNNING) {
        instances.add(Long.toString(element.instanceId()));
      } else if (element.status() != InstanceStatus.WAITING_DISPATCH) {
        ended++;
      }
    }
    summary.add(
        "%d of %d elements have ended and %d are under way%s"
            .formatted(ended, state.elements().size(), instances.size(), limit));
    return "ELEMENTS";
  }

  private void predecessors(List<NodeExplanation.Predecessor> waitingFor) {
    for (var edge : topology.graph().edges()) {
      if (edge.to() != node.nodeId()) {
        continue;
      }
      int before = topology.indexOf(edge.from()).orElseThrow();
      var its = run.nodes().get(before);
      if (!its.isFinished()) {
        waitingFor.add(
            new NodeExplanation.Predecessor(
                edge.from(), topology.node(before).name(), its.status().name()));
      }
    }
    summary.add(
        "it waits for "
            + waitingFor.stream()
                .map(each -> "node %d (%s)".formatted(each.nodeId(), each.name()))
                .collect(Collectors.joining(", ")));
  }
}
