package tech.powerjob.domain.workflow;

import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions.ApprovalOutcome;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.workflow.RunNote.Kind;

/**
 * How a run goes on by itself: nodes begin when their turn has come, end, and let others begin,
 * until nothing is left. Works through a list instead of calling itself, so that deep graphs are no
 * matter.
 */
final class Progress {
  private final Walk walk;
  private final Endings endings;
  private final FanOuts fanOuts;

  /** Texts of a decision that fails are told differently while the run starts. */
  private boolean starting;

  Progress(Walk walk) {
    this.walk = walk;
    this.endings = new Endings(walk);
    this.fanOuts = new FanOuts(walk, this, endings);
  }

  /** The run's instant has come. */
  void start() {
    starting = true;
    walk.begin();
    if (isMissingAJob()) {
      walk.note(Kind.REFUSED, null, "a job of the workflow is gone", Map.of());
      walk.finish(WorkflowInstanceStatus.FAILED, "can't find some job");
      return;
    }
    touchAll();
    settle();
    if (walk.status == WorkflowInstanceStatus.SUCCEED) {
      walk.finish(WorkflowInstanceStatus.SUCCEED, "no enabled nodes");
    }
    starting = false;
  }

  /** Whether the job of a node was never there or has been deleted. */
  boolean isMissingAJob() {
    for (var node : walk.topology.graph().nodes()) {
      if (node.type() == WorkflowNodeType.JOB
          && job(node).filter(each -> each.getStatus() != SwitchableStatus.DELETED).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private Optional<Job> job(WorkflowNode node) {
    return walk.around.jobs().apply(node.jobId());
  }

  /** Every node that waits is looked at again. */
  void touchAll() {
    for (int i = 0; i < walk.topology.size(); i++) {
      if (walk.state(i).isWaiting()) {
        walk.touch(i);
      }
    }
  }

  /** Looks at all nodes that something has happened to; ends the run when nothing is left. */
  void settle() {
    while (walk.status == WorkflowInstanceStatus.RUNNING) {
      var node = walk.nextTouched();
      if (node == null) {
        break;
      }
      look(node);
    }
    if (walk.status == WorkflowInstanceStatus.RUNNING && walk.isThrough()) {
      walk.finish(WorkflowInstanceStatus.SUCCEED, walk.lastResult());
    }
  }

  private void look(int node) {
    var state = walk.state(node);
    if (!state.isWaiting() || state.wakeAt() != null && state.wakeAt().isAfter(walk.now)) {
      return;
    }
    switch (Readiness.of(walk, node)) {
      case NOT_YET -> {}
      case READY -> begin(node);
      case NO_WAY -> {
        walk.set(node, state.leftOut(NodeState.LeftOut.NO_WAY, walk.now));
        walk.touchSuccessors(node);
      }
      case RULE_MISSED -> leaveOut(node);
    }
  }

  private void leaveOut(int node) {
    walk.set(node, walk.state(node).leftOut(NodeState.LeftOut.RULE, walk.now));
    var rule = walk.topology.node(node).options().getTriggerRule();
    if (rule != null) {
      walk.note(
          Kind.LEFT_OUT,
          node,
          "its trigger rule %s can no longer be met".formatted(rule),
          Map.of("rule", rule.name()));
    }
    for (int way : walk.topology.in(node)) {
      if (walk.isLive(way) && walk.isFailure(walk.topology.from(way))) {
        endings.fail(walk.topology.from(way), "middle job failed"); // Nobody bears it after all.
        return;
      }
    }
    walk.touchSuccessors(node);
  }

  private void begin(int node) {
    var definition = walk.topology.node(node);
    if (!definition.enabled()) {
      pass(node, "disable node");
      return;
    }
    switch (definition.type()) {
      case JOB -> {
        if (definition.options().getFanOut() != null) {
          fanOuts.begin(node);
        } else {
          beginJob(node);
        }
      }
      case DECISION -> decide(node);
      case NESTED_WORKFLOW -> beginNested(node);
      case DELAY -> {
        long delay = definition.options().getDelay();
        if (delay == 0) {
          pass(node, waited(0));
        } else {
          walk.set(node, walk.state(node).begun(walk.now, null, walk.now.plusMillis(delay)));
        }
      }
      case APPROVAL -> {
        var approval = definition.options().getApproval();
        walk.set(
            node,
            walk.state(node)
                .begun(
                    walk.now,
                    null,
                    approval == null || approval.deadline() == null
                        ? null
                        : walk.now.plusMillis(approval.deadline())));
      }
    }
  }

  private static String waited(long millis) {
    return "waited %d ms".formatted(millis);
  }

  private void pass(int node, String text) {
    walk.set(node, walk.state(node).passed(text, walk.now));
    walk.lastResult(text);
    walk.touchSuccessors(node);
  }

  private void beginJob(int node) {
    var definition = walk.topology.node(node);
    var instance = instance(definition, walk.contextText());
    if (instance.isEmpty()) {
      walk.set(node, walk.state(node).begun(walk.now, null, null));
      endings.end(node, FAILED, "can't find job by id " + definition.jobId(), walk.now);
      return;
    }
    walk.set(
        node, walk.state(node).begun(walk.now, instance.get().instanceId(), patience(definition)));
    walk.commands.add(new RunCommand.Launch(instance.get()));
  }

  private void beginNested(int node) {
    var definition = walk.topology.node(node);
    var workflow =
        walk.around
            .workflows()
            .apply(definition.jobId())
            .filter(each -> each.status() != SwitchableStatus.DELETED);
    if (workflow.isEmpty() || walk.run.parent().isPresent()) {
      walk.set(node, walk.state(node).begun(walk.now, null, null));
      endings.end(
          node,
          FAILED,
          workflow.isEmpty()
              ? "can't find workflow by id " + definition.jobId()
              : "a nested workflow must be a simple workflow",
          walk.now);
      return;
    }
    long child = walk.around.ids().getAsLong();
    walk.set(node, walk.state(node).begun(walk.now, child, patience(definition)));
    walk.commands.add(
        new RunCommand.StartChild(
            child, workflow.get(), walk.context(), definition.nodeId(), walk.state(node).epoch()));
  }

  /** A new instance of a node's job; empty if there is no such job. */
  Optional<JobInstance> instance(WorkflowNode node, String params) {
    return job(node)
        .map(
            job -> {
              var instance =
                  JobInstance.waiting(walk.around.ids().getAsLong(), job, walk.now)
                      .trigger(Trigger.WORKFLOW)
                      .wfInstanceId(Optional.of(walk.run.wfInstanceId()))
                      .instanceParams(params);
              return (node.params() == null || node.params().isBlank()
                      ? instance
                      : instance.jobParams(node.params()))
                  .build();
            });
  }

  /** When an attempt that begins now has taken too long; {@code null} for never. */
  Instant patience(WorkflowNode node) {
    var limit = node.options().getTimeLimit();
    return limit == null ? null : walk.now.plusMillis(limit);
  }

  private void decide(int node) {
    var definition = walk.topology.node(node);
    String outcome;
    try {
      outcome =
          Boolean.toString(walk.around.conditions().evaluate(definition.params(), walk.context()));
    } catch (Conditions.ConditionException e) {
      walk.set(
          node,
          walk.state(node).begun(walk.now, null, null).ended(FAILED, e.getMessage(), walk.now));
      endings.fail(node, (starting ? "" : "MOVE NEXT STEP FAILED: ") + e.getMessage());
      return;
    }
    walk.set(node, walk.state(node).begun(walk.now, null, null).ended(SUCCEED, outcome, walk.now));
    walk.lastResult(outcome);
    walk.touchSuccessors(node);
  }

  /** What is due by time happens. */
  void timeHasCome() {
    if (walk.finishBy() != null && !walk.now.isBefore(walk.finishBy()) && !walk.isFinished()) {
      walk.note(
          Kind.DEADLINE_MISSED,
          null,
          "it was not finished by %s (options.deadline)".formatted(walk.finishBy()),
          Map.of("deadline", walk.finishBy().toEpochMilli()));
      walk.stopAll("stopped because the run took too long");
      walk.finish(
          WorkflowInstanceStatus.FAILED,
          "not finished by %s (options.deadline)".formatted(walk.run.state().finishBy()));
      return;
    }
    for (int i = 0; i < walk.topology.size(); i++) {
      var wakeAt = walk.state(i).wakeAt();
      if (wakeAt != null && !wakeAt.isAfter(walk.now) && !walk.state(i).isFinished()) {
        wake(i);
        settle();
      }
    }
  }

  private void wake(int node) {
    var state = walk.state(node);
    if (state.isWaiting()) {
      walk.touch(node);
      return;
    }
    var definition = walk.topology.node(node);
    switch (definition.type()) {
      case DELAY ->
          endings.succeed(
              node,
              waited(definition.options().getDelay()),
              waited(definition.options().getDelay()),
              Map.of(),
              walk.now);
      case APPROVAL -> approvalExpired(node);
      case JOB, NESTED_WORKFLOW -> {
        var text =
            "it took longer than %d ms (options.timeLimit)"
                .formatted(definition.options().getTimeLimit());
        walk.note(Kind.TIMED_OUT, node, text, Map.of("attempt", state.attempt()));
        walk.stopWork(node, text);
        walk.set(node, FanOuts.halted(state));
        endings.endBadly(node, FAILED, text, text, walk.now);
      }
      case DECISION -> throw new AssertionError("a decision does not wait");
    }
  }

  private void approvalExpired(int node) {
    var outcome = walk.topology.node(node).options().getApproval().atDeadline();
    boolean approve = outcome == ApprovalOutcome.APPROVE;
    var text =
        "nobody said yes or no in time, which counts as %s".formatted(approve ? "yes" : "no");
    walk.note(Kind.APPROVAL_EXPIRED, node, text, Map.of("approved", approve));
    judged(node, approve, text);
  }

  /** Somebody, or time, has said yes or no. */
  void judged(int node, boolean approved, String text) {
    if (approved) {
      endings.succeed(node, text, text, Map.of(), walk.now);
    } else {
      endings.end(node, FAILED, text, walk.now);
    }
  }

  /** An instance has ended that may be that of a node. */
  void instanceEnded(RunEvent.InstanceEnded event) {
    for (int i = 0; i < walk.topology.size(); i++) {
      var state = walk.state(i);
      if (!state.isRunning()) {
        continue;
      }
      if (state.runId() != null && state.runId() == event.instanceId()) {
        if (walk.topology.node(i).type() == WorkflowNodeType.JOB) {
          ended(i, event);
        }
        return;
      }
      if (!state.elements().isEmpty() && fanOuts.ended(i, event)) {
        return;
      }
    }
  }

  private void ended(int node, RunEvent.InstanceEnded event) {
    if (event.status() == SUCCEED) {
      endings.succeed(node, event.result(), null, event.appended(), event.at());
      return;
    }
    var objection = walk.addToContext(event.appended());
    objection.ifPresent(text -> walk.note(Kind.CONTEXT_REFUSED, node, text, Map.of()));
    endings.endBadly(node, event.status(), event.result(), null, event.at());
  }

  /** A nested run has ended that may be that of a node. */
  void childEnded(RunEvent.ChildEnded event) {
    var node = walk.topology.indexOf(event.nodeId());
    if (node.isEmpty()) {
      return;
    }
    var state = walk.state(node.getAsInt());
    if (!state.isRunning()
        || state.epoch() != event.epoch()
        || walk.topology.node(node.getAsInt()).type() != WorkflowNodeType.NESTED_WORKFLOW) {
      return;
    }
    if (event.status() == WorkflowInstanceStatus.SUCCEED) {
      endings.succeed(node.getAsInt(), event.result(), event.result(), event.context(), walk.now);
    } else {
      endings.endBadly(
          node.getAsInt(), Walk.ofChild(event.status()), event.result(), event.result(), walk.now);
    }
  }
}
