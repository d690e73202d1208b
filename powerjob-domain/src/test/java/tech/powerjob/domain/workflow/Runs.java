package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.model.WorkflowNodeOptions;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.JobBuilder;

/** Builds graphs and leads one run through them, by hand. */
public class Runs {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final long RUN_ID = 1;

  private final AtomicLong ids = new AtomicLong(1_000);
  final Map<Long, Job> jobs = new HashMap<>();
  final List<WorkflowNode> nodes = new ArrayList<>();
  final List<WorkflowEdge> edges = new ArrayList<>();
  final WorkflowOptions options = new WorkflowOptions();
  int contextLimit = Surroundings.CONTEXT_LIMIT;
  Instant now = START;
  WorkflowDefinition definition;
  Topology topology;
  WorkflowRun run;
  List<RunCommand> commands = List.of();
  UnaryOperator<WorkflowRun> restart = UnaryOperator.identity();

  public Runs job(long id) {
    return node(id, WorkflowNodeType.JOB, null, new WorkflowNodeOptions());
  }

  Runs job(long id, WorkflowNodeOptions nodeOptions) {
    return node(id, WorkflowNodeType.JOB, null, nodeOptions);
  }

  Runs decision(long id, String script) {
    return node(id, WorkflowNodeType.DECISION, script, new WorkflowNodeOptions());
  }

  Runs node(long id, WorkflowNodeType type, String params, WorkflowNodeOptions nodeOptions) {
    return node(
        new WorkflowNode(
            id,
            type,
            type == WorkflowNodeType.JOB || type == WorkflowNodeType.NESTED_WORKFLOW ? id : null,
            "n" + id,
            params,
            true,
            false,
            nodeOptions));
  }

  public Runs node(WorkflowNode node) {
    nodes.add(node);
    if (node.type() == WorkflowNodeType.JOB) {
      jobs.put(node.jobId(), JobBuilder.aJob(node.jobId()).build());
    }
    return this;
  }

  Runs skippable(long id) {
    return node(new WorkflowNode(id, WorkflowNodeType.JOB, id, "n" + id, null, true, true, null));
  }

  Runs disabled(long id) {
    return node(new WorkflowNode(id, WorkflowNodeType.JOB, id, "n" + id, null, false, false, null));
  }

  /** Edges from each to the next. */
  public Runs path(long... ids) {
    for (int i = 1; i < ids.length; i++) {
      edges.add(new WorkflowEdge(ids[i - 1], ids[i], null));
    }
    return this;
  }

  Runs way(long from, long to, boolean outcome) {
    edges.add(new WorkflowEdge(from, to, Boolean.toString(outcome)));
    return this;
  }

  WorkflowGraph graph() {
    return new WorkflowGraph(nodes, edges);
  }

  Runs create(Map<String, String> context) {
    definition = new WorkflowDefinition(7, 1, 1, "w", SwitchableStatus.ENABLE, 0, options, graph());
    topology = GraphRules.checkShape(definition.graph());
    run = WorkflowRun.waiting(RUN_ID, definition, null, context, now, Optional.empty(), now);
    return this;
  }

  Runs start() {
    return create(Map.of()).tell(new RunEvent.Started());
  }

  Surroundings around() {
    return new Surroundings(
        (OnlyYesOrNo)
            script -> {
              if (script.equals("broken")) {
                throw new Conditions.ConditionException("can't evaluate decision node!");
              }
              return Boolean.parseBoolean(script);
            },
        new PlainTexts(),
        id -> Optional.ofNullable(jobs.get(id)),
        id ->
            Optional.of(
                new WorkflowDefinition(
                    id, 1, 1, "nested", SwitchableStatus.ENABLE, 0, null, graph())),
        ids::incrementAndGet,
        contextLimit);
  }

  Runs tell(RunEvent... events) {
    var advance = Advancer.advance(definition, topology, run, Arrays.asList(events), now, around());
    run = restart.apply(advance.after());
    commands = advance.commands();
    return this;
  }

  Runs later(long millis) {
    now = now.plusMillis(millis);
    return tell(new RunEvent.TimerDue());
  }

  public Runs ends(long node, InstanceStatus status) {
    return ends(node, status, "done " + node, Map.of());
  }

  Runs ends(long node, InstanceStatus status, String result, Map<String, String> appended) {
    return tell(new RunEvent.InstanceEnded(state(node).runId(), status, result, now, appended));
  }

  public NodeState state(long node) {
    return run.nodes().get(topology.indexOf(node).getAsInt());
  }

  InstanceStatus status(long node) {
    return state(node).status();
  }

  List<JobInstance> launched() {
    return commands.stream()
        .filter(RunCommand.Launch.class::isInstance)
        .map(each -> ((RunCommand.Launch) each).instance())
        .toList();
  }

  List<Long> launchedJobs() {
    return launched().stream().map(JobInstance::jobId).toList();
  }

  /** Scripts that are their own answer. */
  @FunctionalInterface
  interface OnlyYesOrNo extends Conditions {
    boolean answer(String script);

    @Override
    default boolean evaluate(String script, Map<String, String> context) {
      return answer(script);
    }

    @Override
    default void check(String script) {}
  }
}
