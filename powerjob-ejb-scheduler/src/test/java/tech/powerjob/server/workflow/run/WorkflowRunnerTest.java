package tech.powerjob.server.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.JobBuilder;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.RunRefusedException;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.JdbcInstances;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.WorkflowSteps;

/** Two servers on one database see to the same runs; ends are told to either, both or none. */
@Timeout(60)
class WorkflowRunnerTest {
  private static final int RUNS = 40;
  private static final int MIDDLE = 8;

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final JdbcWorkflowRuns runs = new JdbcWorkflowRuns(transactions);
  private final JdbcInstances instances = new JdbcInstances(transactions);
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final Random random = new Random(1);
  private final Map<Long, Integer> ended = new ConcurrentHashMap<>();
  private final CountDownLatch allEnded = new CountDownLatch(RUNS);
  private final List<WorkflowRunner> servers = new ArrayList<>();
  private final List<Completions> ears = new ArrayList<>();
  private final WorkflowDefinition definition = diamond();

  /** Whether instances are left lying. */
  private volatile boolean idle;

  private static WorkflowDefinition diamond() {
    var nodes = new ArrayList<WorkflowNode>();
    var edges = new ArrayList<WorkflowEdge>();
    for (long id = 1; id <= MIDDLE + 2; id++) {
      nodes.add(new WorkflowNode(id, WorkflowNodeType.JOB, id, "n" + id, null, true, false, null));
      if (id > 1 && id < MIDDLE + 2) {
        edges.add(new WorkflowEdge(1, id, null));
        edges.add(new WorkflowEdge(id, MIDDLE + 2, null));
      }
    }
    return new WorkflowDefinition(
        5,
        1,
        JobBuilder.APP,
        "diamond",
        SwitchableStatus.ENABLE,
        0,
        null,
        new WorkflowGraph(nodes, edges));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private void startServers() {
    var jobs = new InMemoryJobs();
    for (long id = 1; id <= MIDDLE + 2; id++) {
      Job job = JobBuilder.aJob(id).build();
      jobs.add(job);
    }
    for (int i = 0; i < 2; i++) {
      var completions = new Completions();
      var server =
          WorkflowRunner.start(
              new RunParts(
                  new OneWorkflow(),
                  null,
                  new JacksonTexts(),
                  runs,
                  new WorkflowSteps(transactions),
                  jobs,
                  (caller, owner) -> true,
                  instances,
                  new InstanceIds(i),
                  completions,
                  new Workers(now()),
                  new RecordingGateway(),
                  instance -> worker.execute(() -> work(instance)),
                  WorkflowRunnerTest::now,
                  Thread::new));
      server.listen(
          ends ->
              ends.forEach(
                  end -> {
                    ended.merge(end.run().wfInstanceId(), 1, Integer::sum);
                    allEnded.countDown();
                  }));
      servers.add(server);
      ears.add(completions);
    }
  }

  private final class OneWorkflow implements Workflows {
    @Override
    public Optional<WorkflowDefinition> find(long workflowId) {
      return Optional.of(definition);
    }

    @Override
    public Optional<WorkflowDefinition> find(long workflowId, int version) {
      return Optional.of(definition);
    }
  }

  /** An instance runs and ends, and somebody may hear of it. */
  private void work(JobInstance instance) {
    if (idle) {
      return;
    }
    transactions.commit(
        connection -> {
          try (var update =
              connection.prepareStatement(
                  "UPDATE instance_info SET status = ?, result = 'r', finished_time = 1,"
                      + " deadline = NULL WHERE instance_id = ?")) {
            update.setInt(1, InstanceStatus.SUCCEED.getV());
            update.setLong(2, instance.instanceId());
            return update.executeUpdate();
          }
        });
    var end =
        new Completion(
            instance.instanceId(),
            instance.jobId(),
            instance.appId(),
            InstanceStatus.SUCCEED,
            Optional.empty(),
            now(),
            instance.wfInstanceId(),
            random.nextBoolean()
                ? Optional.of(new Completion.Outcome("r", Map.of("k" + instance.jobId(), "v")))
                : Optional.empty());
    int who = random.nextInt(4);
    if (who == 3) {
      // Nobody hears of it, and the watch comes round.
      servers.get(random.nextInt(2)).add(new RunItem.Look(instance.wfInstanceId().orElseThrow()));
      return;
    }
    for (int i = 0; i < 2; i++) {
      if (who == i || who == 2) {
        ears.get(i).ended(List.of(end));
      }
    }
  }

  private WorkflowRun newRun(long id) {
    return WorkflowRun.waiting(id, definition, null, Map.of(), now(), Optional.empty(), now());
  }

  @AfterEach
  void stop() {
    worker.shutdownNow();
    servers.forEach(server -> server.stop(Duration.ofSeconds(5)));
  }

  @Test
  void twoServersOnTheSameRuns_beginEachNodeOnceAndTellEachEndOnce() throws Exception {
    startServers();
    for (long id = 1; id <= RUNS; id++) {
      servers.get((int) (id % 2)).create(definition, newRun(id));
    }
    assertThat(allEnded.await(50, TimeUnit.SECONDS)).isTrue();
    for (long id = 1; id <= RUNS; id++) {
      var run = runs.find(id).orElseThrow();
      assertThat(run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
      assertThat(run.nodes()).allMatch(node -> node.epoch() == 1);
    }
    assertThat(ended).hasSize(RUNS).allSatisfy((run, times) -> assertThat(times).isEqualTo(1));
    assertThat(count()).isEqualTo(RUNS * (MIDDLE + 2));
  }

  @Test
  void whatIsAskedFor_isDecidedOnWhatIsStoredNow() {
    startServers();
    idle = true;
    servers.get(0).create(definition, newRun(1));
    servers.get(1).ask(1, new RunEvent.StopAsked("ann"));
    // This server remembers the run as it was before the other stopped it.
    assertThatThrownBy(() -> servers.get(0).ask(1, new RunEvent.StopAsked("bob")))
        .isInstanceOf(RunRefusedException.class)
        .hasMessage("workflow instance already stopped");
    assertThatThrownBy(() -> servers.get(0).ask(99, new RunEvent.StopAsked("bob")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private int count() {
    return transactions.read(
        connection -> {
          try (var select = connection.createStatement();
              var rows = select.executeQuery("SELECT COUNT(*) FROM instance_info")) {
            rows.next();
            return rows.getInt(1);
          }
        });
  }
}
