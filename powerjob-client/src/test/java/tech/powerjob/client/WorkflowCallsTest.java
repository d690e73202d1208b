package tech.powerjob.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.request.http.SaveWorkflowNodeRequest;
import tech.powerjob.common.request.http.SaveWorkflowRequest;

@Timeout(60)
class WorkflowCallsTest {
  private final ObjectMapper json = new ObjectMapper();
  private StubServer server;
  private StubServer other;

  @BeforeEach
  void start() throws Exception {
    server = new StubServer();
    other = new StubServer();
  }

  @AfterEach
  void stop() {
    server.close();
    other.close();
  }

  private PowerJobClient client() {
    return new PowerJobClient(List.of(server.address(), other.address()), "demo", "secret");
  }

  private static SaveWorkflowRequest workflow(Long id) {
    var request = new SaveWorkflowRequest();
    request.setId(id);
    request.setWfName("w");
    request.setTimeExpressionType(TimeExpressionType.API);
    request.setDag(
        new PEWorkflowDAG(
            List.of(new PEWorkflowDAG.Node(1L), new PEWorkflowDAG.Node(2L, 2)),
            List.of(new PEWorkflowDAG.Edge(1, 2, "true"))));
    return request;
  }

  @Test
  void saving_sendsWhatPowerJobsClientSends() throws Exception {
    server.answering("/saveWorkflow", "7");

    assertThat(client().saveWorkflow(workflow(null)).getData()).isEqualTo(7);
    assertThat(json.readTree(server.seen().get(0).body()))
        .isEqualTo(
            json.readTree(
                """
                {"wfName":"w","appId":5,"timeExpressionType":"API","maxWfInstanceNum":1,
                 "enable":true,"notifyUserIds":[],
                 "dag":{"nodes":[{"nodeId":1,"nodeType":1},{"nodeId":2,"nodeType":2}],
                        "edges":[{"from":1,"to":2,"property":"true"}]}}
                """));
  }

  @Test
  void workflow_isReadWithAListOfUsersAsText() {
    server.answering(
        "/fetchWorkflow",
        "{\"id\":7,\"wfName\":\"w\",\"notifyUserIds\":[1,2],\"peworkflowDAG\":{\"nodes\":["
            + "{\"nodeId\":1,\"nodeType\":1,\"instanceId\":\"9007199254740993\"}],\"edges\":[]}}");

    var read = client().fetchWorkflow(7L).getData();

    assertThat(read.getNotifyUserIds()).isEqualTo("[1,2]");
    assertThat(read.getPEWorkflowDAG().getNodes().get(0).getInstanceId())
        .isEqualTo(9_007_199_254_740_993L);
  }

  @Test
  void workflowWithoutUsers_isRead() {
    server.answering("/fetchWorkflow", "{\"id\":7,\"notifyUserIds\":null,\"status\":1}");

    assertThat(client().fetchWorkflow(7L).getData().getNotifyUserIds()).isNull();
  }

  @Test
  void run_isAForm() {
    server.answering("/runWorkflow", "8");

    assertThat(client().runWorkflow(3L, "{\"a\":1}", 5).getData()).isEqualTo(8);
    assertThat(server.seen().get(0).body())
        .isEqualTo("workflowId=3&initParams=%7B%22a%22%3A1%7D&delay=5&appId=5");
  }

  @Test
  void whatMayHaveBeenDone_isNotRepeatedAtAnotherServer() {
    var client = client();
    server.hangUp();

    assertThatThrownBy(() -> client.runWorkflow(3L)).isInstanceOf(PowerJobException.class);
    assertThatThrownBy(() -> client.saveWorkflow(workflow(null)))
        .isInstanceOf(PowerJobException.class);
    assertThatThrownBy(() -> client.saveWorkflowNode(List.of(new SaveWorkflowNodeRequest())))
        .isInstanceOf(PowerJobException.class);
    assertThatThrownBy(() -> client.retryWorkflowInstance(3L))
        .isInstanceOf(PowerJobException.class);
    assertThat(other.seen()).isEmpty();
    client.saveWorkflow(workflow(7L));
    assertThat(other.seen()).hasSize(1);
  }
}
