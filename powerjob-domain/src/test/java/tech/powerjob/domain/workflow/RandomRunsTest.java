package tech.powerjob.domain.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowNodeOptions.TriggerRule;

/**
 * Random graphs with random outcomes, led through in random order: events come late, twice and out
 * of order, two servers decide on the same run, each may forget what it knows between any two
 * steps. What becomes of the nodes must be what {@link NaiveRun} says, each job must have been
 * launched just as often as it had to be, and none forgotten.
 */
public class RandomRunsTest {
  private static final int RUNS = 4_000;

  /** A server that starts again has only what is stored; stores override this. */
  protected WorkflowRun restarted(WorkflowRun run) {
    var state = run.state();
    var copies = new ArrayList<NodeState>();
    for (var node : state.nodes()) {
      copies.add(
          new NodeState(
              node.status(),
              node.epoch(),
              node.attempt(),
              node.runId(),
              node.started(),
              node.finished(),
              node.wakeAt(),
              node.result(),
              node.leftOut(),
              node.elements()));
    }
    return with(
        run,
        new RunState(
            copies,
            state.finishBy(),
            state.parentNodeId(),
            state.parentEpoch(),
            state.lastResult()));
  }

  /** The run with another copy of its state. */
  protected static WorkflowRun with(WorkflowRun run, RunState state) {
    return new WorkflowRun(
        run.wfInstanceId(),
        run.workflowId(),
        run.workflowVersion(),
        run.appId(),
        run.partition(),
        run.parent(),
        run.status(),
        run.version(),
        run.initParams(),
        run.context(),
        state,
        run.result(),
        run.expectedTriggerTime(),
        run.actualTriggerTime(),
        run.finishedTime(),
        run.dueTime(),
        run.deadline(),
        run.created(),
        run.modified());
  }

  @Test
  void randomRuns_endAsTheRulesSay() {
    for (long seed = 1; seed <= RUNS; seed++) {
      try {
        new Scene(new Random(seed)).play();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  /** What is on its way to the servers. */
  private record Mail(RunEvent event) {}

  private final class Scene {
    private final Random random;
    private final Runs runs = new Runs();
    private final Map<Long, Boolean> outcomes = new HashMap<>();
    private final Map<Long, Integer> failuresFirst = new HashMap<>();
    private final Map<Long, Integer> launches = new HashMap<>();
    private final List<Mail> onTheWay = new ArrayList<>();
    private final List<Mail> delivered = new ArrayList<>();

    /** What each of two servers takes for the present state. */
    private final WorkflowRun[] known = new WorkflowRun[2];

    Scene(Random random) {
      this.random = random;
      int size = 1 + random.nextInt(14);
      for (long id = 1; id <= size; id++) {
        addNode(id, size);
      }
      boolean[] isDecision = new boolean[size + 1];
      runs.nodes.forEach(
          node -> isDecision[(int) node.nodeId()] = node.type() == WorkflowNodeType.DECISION);
      double density = random.nextDouble() * 0.5;
      for (int from = 1; from <= size; from++) {
        if (isDecision[from]) {
          runs.way(from, from + 1 + random.nextInt(size - from), true);
          runs.way(from, from + 1 + random.nextInt(size - from), false);
          continue;
        }
        for (int to = from + 1; to <= size; to++) {
          if (random.nextDouble() < density) {
            runs.path(from, to);
          }
        }
      }
    }

    private void addNode(long id, int size) {
      var options = new WorkflowNodeOptions();
      if (random.nextInt(4) == 0) {
        var rules = TriggerRule.values();
        options.setTriggerRule(rules[random.nextInt(rules.length)]);
      }
      int kind = random.nextInt(10);
      if (kind == 0 && id < size) {
        var script = Boolean.toString(random.nextBoolean());
        runs.node(
            new WorkflowNode(
                id, WorkflowNodeType.DECISION, null, "d", script, rarely(), false, options));
      } else if (kind == 1) {
        options.setDelay((long) random.nextInt(3) * 100);
        runs.node(
            new WorkflowNode(id, WorkflowNodeType.DELAY, null, "w", null, true, false, options));
      } else {
        if (random.nextInt(5) == 0) {
          options.setRetryNum(1 + random.nextInt(2));
          options.setBackoff(
              new Backoff(BackoffPolicy.FIXED, random.nextInt(2) * 50L, null, null, null));
          failuresFirst.put(id, random.nextInt(options.getRetryNum() + 1));
        }
        outcomes.put(id, random.nextInt(6) != 0);
        runs.node(
            new WorkflowNode(
                id,
                WorkflowNodeType.JOB,
                id,
                "j",
                null,
                rarely(),
                random.nextInt(3) == 0,
                options));
      }
    }

    /** Enabled, mostly. */
    private boolean rarely() {
      return random.nextInt(8) != 0;
    }

    void play() {
      runs.create(Map.of());
      known[0] = runs.run;
      known[1] = runs.run;
      send(new RunEvent.Started());
      goThrough();
      var expected = new NaiveRun(runs.graph(), outcomes);
      if (expected.fails()) {
        assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.FAILED);
        // Once more, and this time all goes well.
        outcomes.replaceAll((id, outcome) -> true);
        failuresFirst.clear();
        send(new RunEvent.RetryAsked("test"));
        goThrough();
        assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
        launchedOnceEachTime();
        return;
      }
      assertThat(runs.run.status()).isEqualTo(WorkflowInstanceStatus.SUCCEED);
      for (var node : runs.nodes) {
        var end = expected.ends.get(node.nodeId());
        assertThat(runs.status(node.nodeId())).as("node %d", node.nodeId()).isEqualTo(end);
        boolean runsAJob =
            node.type() == WorkflowNodeType.JOB && node.enabled() && end != InstanceStatus.CANCELED;
        assertThat(launches.getOrDefault(node.nodeId(), 0))
            .as("launches of node %d", node.nodeId())
            .isEqualTo(runsAJob ? attempts(node) : 0);
      }
    }

    private int attempts(WorkflowNode node) {
      int retries = node.options().getRetryNum() == null ? 0 : node.options().getRetryNum();
      return 1
          + (outcomes.get(node.nodeId()) ? failuresFirst.getOrDefault(node.nodeId(), 0) : retries);
    }

    /** Every launch is one beginning of its node. */
    private void launchedOnceEachTime() {
      for (var node : runs.nodes) {
        if (node.type() == WorkflowNodeType.JOB) {
          assertThat(launches.getOrDefault(node.nodeId(), 0))
              .isEqualTo(runs.state(node.nodeId()).epoch());
        }
      }
    }

    private void send(RunEvent event) {
      onTheWay.add(new Mail(event));
    }

    private void goThrough() {
      int idle = 0;
      while (!onTheWay.isEmpty() || idle++ < 40) {
        if (onTheWay.isEmpty() || random.nextInt(10) == 0) {
          runs.now = runs.now.plusMillis(random.nextInt(200));
          deliver(new RunEvent.TimerDue());
        } else {
          var mail = onTheWay.remove(random.nextInt(onTheWay.size()));
          delivered.add(mail);
          deliver(mail.event());
          idle = 0;
        }
        if (!delivered.isEmpty() && random.nextInt(4) == 0) {
          var old = delivered.get(random.nextInt(delivered.size())).event();
          if (old instanceof RunEvent.InstanceEnded || old instanceof RunEvent.Started) {
            deliver(old);
          }
        }
        if (runs.run.deadline().isEmpty() && onTheWay.isEmpty()) {
          return;
        }
      }
    }

    /**
     * One of the servers decides, on what it knows; what was decided on old news does not count.
     */
    private void deliver(RunEvent event) {
      int server = random.nextInt(2);
      if (event instanceof RunEvent.RetryAsked) {
        known[server] = runs.run; // Refusals are given on fresh news only.
      }
      var advance =
          Advancer.advance(
              runs.definition,
              runs.topology,
              known[server],
              List.of(event),
              runs.now,
              runs.around());
      while (advance.before().version() != runs.run.version()) {
        known[server] = random.nextBoolean() ? restarted(runs.run) : runs.run;
        advance =
            Advancer.advance(
                runs.definition,
                runs.topology,
                known[server],
                List.of(event),
                runs.now,
                runs.around());
      }
      if (advance.isChange()) {
        assertThat(advance.after().version()).isEqualTo(runs.run.version() + 1);
        runs.run = advance.after();
        known[server] = random.nextInt(3) == 0 ? restarted(runs.run) : runs.run;
        advance.commands().forEach(this::carryOut);
      }
    }

    private void carryOut(RunCommand command) {
      if (command instanceof RunCommand.Launch launch) {
        long node = launch.instance().jobId();
        int launchesSoFar = launches.merge(node, 1, Integer::sum);
        boolean good = outcomes.get(node) && launchesSoFar > failuresFirst.getOrDefault(node, 0);
        send(
            new RunEvent.InstanceEnded(
                launch.instance().instanceId(),
                good ? InstanceStatus.SUCCEED : InstanceStatus.FAILED,
                "r",
                runs.now,
                Map.of("n" + node, "x")));
      }
    }
  }
}
