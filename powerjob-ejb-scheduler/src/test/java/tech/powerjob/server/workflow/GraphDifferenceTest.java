package tech.powerjob.server.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;

class GraphDifferenceTest {
  private static WorkflowNode node(long id, String name) {
    return new WorkflowNode(id, WorkflowNodeType.JOB, 7L, name, null, true, false, null);
  }

  private static WorkflowEdge edge(long from, long to) {
    return new WorkflowEdge(from, to, null);
  }

  private static WorkflowGraph graph(List<WorkflowNode> nodes, WorkflowEdge... edges) {
    return new WorkflowGraph(nodes, List.of(edges));
  }

  @Test
  void sameGraph_hasNoDifference() {
    var graph = graph(List.of(node(1, "a"), node(2, "b")), edge(1, 2));

    assertThat(GraphDifference.of(graph, graph).isEmpty()).isTrue();
  }

  @Test
  void nodesAndEdges_areToldApartByTheirIds() {
    var slow =
        new WorkflowNode(
            2,
            WorkflowNodeType.JOB,
            7L,
            "b",
            "x",
            true,
            false,
            new WorkflowNodeOptions().setRetryNum(3));
    var difference =
        GraphDifference.of(
            graph(List.of(node(1, "a"), node(2, "b"), node(3, "c")), edge(1, 2), edge(2, 3)),
            graph(List.of(node(1, "a"), slow, node(4, "d")), edge(1, 2), edge(2, 4)));

    assertThat(difference.removed()).extracting(WorkflowNode::nodeId).containsExactly(3L);
    assertThat(difference.added()).extracting(WorkflowNode::nodeId).containsExactly(4L);
    assertThat(difference.changed())
        .singleElement()
        .satisfies(
            changed -> assertThat(changed.fields()).containsExactly("nodeParams", "options"));
    assertThat(difference.removedEdges()).containsExactly(edge(2, 3));
    assertThat(difference.addedEdges()).containsExactly(edge(2, 4));
  }

  @Test
  void nodeThatWasMadeAnewAsItHadBeen_isTheSame() {
    var difference =
        GraphDifference.of(
            graph(List.of(node(1, "a"), node(2, "b")), edge(1, 2)),
            graph(List.of(node(1, "a"), node(9, "b")), edge(1, 9)));

    assertThat(difference.isEmpty()).isTrue();
  }

  @Test
  void takingBack_makesDeletedNodesAnew_andLeavesTheSchedule() {
    var now =
        new WorkflowDocument(
            5L,
            6L,
            "new name",
            "text",
            TimeExpressionType.CRON,
            "0 0 3 * * ?",
            9,
            true,
            List.of(1L),
            null,
            null,
            List.of(
                new WorkflowDocument.Node(
                    1L, WorkflowNodeType.JOB, 7L, "a", null, true, false, null, null)),
            List.of(),
            "ENABLE",
            1L,
            1L,
            1L,
            3,
            "v");
    var past =
        new WorkflowDefinition(
            5,
            2,
            6,
            "old name",
            SwitchableStatus.ENABLE,
            1,
            null,
            graph(List.of(node(1, "a"), node(2, "b")), edge(1, 2)));

    var merged = WorkflowHistory.merge(now, past);

    assertThat(merged.wfName()).isEqualTo("old name");
    assertThat(merged.maxWfInstanceNum()).isEqualTo(1);
    assertThat(merged.timeExpression()).isEqualTo("0 0 3 * * ?");
    assertThat(merged.notifyUserIds()).containsExactly(1L);
    assertThat(merged.nodes()).extracting(WorkflowDocument.Node::nodeId).containsExactly(1L, -2L);
    assertThat(merged.edges()).containsExactly(new WorkflowDocument.Edge(1L, -2L, null));
  }
}
