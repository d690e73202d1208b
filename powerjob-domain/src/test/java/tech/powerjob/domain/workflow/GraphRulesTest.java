package tech.powerjob.domain.workflow;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;

class GraphRulesTest {
  private static void refused(Runs runs, String... parts) {
    var thrown = assertThatThrownBy(() -> GraphRules.check(runs.graph()));
    for (var part : parts) {
      thrown.hasMessageContaining(part);
    }
  }

  @Test
  void brokenShapes_areRefusedByName() {
    refused(new Runs(), "illegal DAG", "no node");
    refused(new Runs().job(1).job(1), "illegal DAG", "two nodes have the id 1");
    refused(new Runs().job(1).path(1, 2), "illegal DAG", "refers to node 2");
    refused(new Runs().job(1).path(1, 1), "illegal DAG", "node 1 (n1) back to itself");
    refused(
        new Runs().job(1).job(2).job(3).job(4).path(1, 2, 3, 2).path(3, 4),
        "illegal DAG",
        "back to itself");
  }

  @Test
  void nodeBehindACycle_isNotTheOneThatIsNamed() {
    var runs = new Runs().job(4).job(1).job(2).path(1, 2, 1).path(2, 4);
    assertThatThrownBy(() -> GraphRules.check(runs.graph()))
        .hasMessageMatching("illegal DAG: a way leads from node [12] .*");
  }

  @Test
  void decisions_needTwoWays() {
    refused(
        new Runs().decision(1, "true").job(2).path(1, 2),
        "DecisionNode‘s out-degree must be 2,node name : n1");
    refused(
        new Runs().decision(1, "true").job(2).job(3).way(1, 2, true).way(1, 3, true),
        "Illegal property of DecisionNode‘s out-degree edge,node name : n1");
    refused(
        new Runs().decision(1, " ").job(2).job(3).way(1, 2, true).way(1, 3, false),
        "DecisionNode‘s param must be not null,node name : n1");
    assertThatCode(
            () ->
                GraphRules.check(
                    new Runs().decision(1, "x").job(2).way(1, 2, true).way(1, 2, false).graph()))
        .doesNotThrowAnyException();
  }

  @Test
  void options_areForTheirTypesAndWithinBounds() {
    refused(
        new Runs().job(1, new WorkflowNodeOptions().setDelay(5L)), "options.delay of n1", "JOB");
    refused(
        new Runs().job(1, new WorkflowNodeOptions().setRetryNum(-1)),
        "options.retryNum of n1 is -1 but must be from 0 to 1000");
    refused(
        new Runs().job(1, new WorkflowNodeOptions().setOutput(Map.of("k", "a"))),
        "options.output.k of n1 is 'a'");
    refused(new Runs().node(1, WorkflowNodeType.DELAY, null, null), "options.delay of n1", "given");
    assertThatThrownBy(() -> GraphRules.checkOptions(new WorkflowOptions().setDeadline(0L)))
        .hasMessageContaining("options.deadline is 0");
  }
}
