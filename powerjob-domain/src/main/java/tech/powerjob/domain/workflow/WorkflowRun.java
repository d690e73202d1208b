package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.worker.Partitions;

/**
 * A run of a workflow, as it stood when it was read. Immutable.
 *
 * @param workflowVersion the version of the workflow that it runs, whatever is saved later
 * @param partition partition of the workflow, see {@link Partitions}
 * @param parent the run that this one is nested in
 * @param version grows by one with each change; changes are made only to the version they were
 *     decided on
 * @param initParams as given, may be {@code null}
 * @param context what nodes tell each other; in order, without null values
 * @param result text of the outcome, {@code null} until there is one
 * @param expectedTriggerTime when it is meant to start
 * @param actualTriggerTime when it was created
 * @param dueTime instant of the schedule that it serves; empty for runs that were asked for
 * @param deadline when somebody must look at it if nothing has happened; empty once it is finished
 */
public record WorkflowRun(
    long wfInstanceId,
    long workflowId,
    int workflowVersion,
    long appId,
    int partition,
    Optional<Long> parent,
    WorkflowInstanceStatus status,
    long version,
    String initParams,
    Map<String, String> context,
    RunState state,
    String result,
    Instant expectedTriggerTime,
    Instant actualTriggerTime,
    Optional<Instant> finishedTime,
    Optional<Instant> dueTime,
    Optional<Instant> deadline,
    Instant created,
    Instant modified) {
  /** Key of the context under which parameters are found that are not a JSON object. */
  public static final String INIT_PARAMS = "initParams";

  public WorkflowRun {
    context = Collections.unmodifiableMap(new LinkedHashMap<>(context));
  }

  /**
   * A new run that waits for its instant.
   *
   * @param at when it is meant to start
   * @param dueTime instant of the schedule that it serves
   */
  public static WorkflowRun waiting(
      long wfInstanceId,
      WorkflowDefinition definition,
      String initParams,
      Map<String, String> context,
      Instant at,
      Optional<Instant> dueTime,
      Instant now) {
    return new WorkflowRun(
        wfInstanceId,
        definition.workflowId(),
        definition.version(),
        definition.appId(),
        Partitions.ofJob(definition.workflowId()),
        Optional.empty(),
        WorkflowInstanceStatus.WAITING,
        0,
        initParams,
        context,
        new RunState(
            Collections.nCopies(definition.graph().nodes().size(), NodeState.waiting()),
            null,
            null,
            0,
            null),
        null,
        at,
        now,
        Optional.empty(),
        dueTime,
        Optional.of(at),
        now,
        now);
  }

  /**
   * A new run that stands for a node of another one.
   *
   * @param start what the parent wants begun
   * @param contextText the context it begins with, as JSON
   */
  public static WorkflowRun nested(
      WorkflowRun parent, RunCommand.StartChild start, String contextText, Instant now) {
    var run =
        waiting(
            start.wfInstanceId(),
            start.definition(),
            contextText,
            start.context(),
            now,
            Optional.empty(),
            now);
    return new WorkflowRun(
        run.wfInstanceId,
        run.workflowId,
        run.workflowVersion,
        run.appId,
        run.partition,
        Optional.of(parent.wfInstanceId()),
        run.status,
        run.version,
        run.initParams,
        run.context,
        new RunState(run.nodes(), null, start.nodeId(), start.epoch(), null),
        run.result,
        run.expectedTriggerTime,
        run.actualTriggerTime,
        run.finishedTime,
        run.dueTime,
        run.deadline,
        run.created,
        run.modified);
  }

  /** The context with which a run begins that is given parameters. */
  public static Map<String, String> contextOf(String initParams, JsonTexts json) {
    var members =
        initParams == null ? Optional.<Map<String, String>>empty() : json.members(initParams);
    if (members.isPresent() && !members.get().isEmpty()) {
      return members.get();
    }
    return initParams == null ? Map.of() : Map.of(INIT_PARAMS, initParams);
  }

  /** Whether it has ended, however it did. */
  public boolean isFinished() {
    return WorkflowInstanceStatus.FINISHED_STATUS.contains(status.getV());
  }

  /** The states of its nodes, in the order of the graph. */
  public List<NodeState> nodes() {
    return state.nodes();
  }
}
