package tech.powerjob.domain.workflow;

import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.WorkflowNodeOptions.TriggerRule;

/** Whether a node's turn has come, by what came before it. */
enum Readiness {
  /** Not yet. */
  NOT_YET,
  READY,
  /** It will never run: no way leads to it. */
  NO_WAY,
  /** It will never run: its rule cannot be met any more. */
  RULE_MISSED;

  /** Whether a node runs whatever became of those before it. */
  static boolean bearsAnything(WorkflowNode node) {
    return node.options().getTriggerRule() == TriggerRule.ALL_DONE;
  }

  /** Whether a node may run although one before it has failed. */
  static boolean bearsFailure(WorkflowNode node) {
    var rule = node.options().getTriggerRule();
    return rule == TriggerRule.ALL_DONE || rule == TriggerRule.ANY_SUCCEEDED;
  }

  static Readiness of(Walk walk, int node) {
    int[] ways = walk.topology.in(node);
    int live = 0;
    int pending = 0;
    int succeeded = 0;
    boolean behindMissedRule = false;
    for (int way : ways) {
      var before = walk.state(walk.topology.from(way));
      behindMissedRule |= before.leftOut() == NodeState.LeftOut.RULE;
      if (!walk.isLive(way)) {
        continue;
      }
      live++;
      pending += before.isFinished() ? 0 : 1;
      succeeded += before.status() == InstanceStatus.SUCCEED ? 1 : 0;
    }
    if (ways.length > 0 && live == 0) {
      return behindMissedRule ? RULE_MISSED : NO_WAY;
    }
    var rule = walk.topology.node(node).options().getTriggerRule();
    if (ways.length == 0 || rule == null || rule == TriggerRule.ALL_DONE) {
      return pending == 0 ? READY : NOT_YET;
    }
    return switch (rule) {
      case ALL_SUCCEEDED ->
          succeeded + pending < live ? RULE_MISSED : pending == 0 ? READY : NOT_YET;
      case ANY_SUCCEEDED -> succeeded > 0 ? READY : pending == 0 ? RULE_MISSED : NOT_YET;
      case ALL_DONE -> throw new AssertionError(rule);
    };
  }
}
