package tech.powerjob.server.workflow.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.workflow.JsonTexts;
import tech.powerjob.domain.workflow.RunEvent;
import tech.powerjob.domain.workflow.RunRefusedException;
import tech.powerjob.domain.workflow.Surroundings;
import tech.powerjob.domain.workflow.Topology;
import tech.powerjob.domain.workflow.WorkflowDefinition;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.JdbcWorkflowRuns.Shown;
import tech.powerjob.server.store.LatestRuns;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.WorkflowRunSearch;
import tech.powerjob.server.workflow.NotYourWorkflowException;

/**
 * What may be done with runs of workflows. Each call is confined to an application: what belongs to
 * another one is refused. Thread-safe.
 */
@ApplicationScoped
public class WorkflowRunService {
  private static final JsonTexts JSON = new JacksonTexts();
  private static final int LONGEST_COMMENT = 500;

  /** A hundred years, in milliseconds. */
  private static final long LONGEST_DELAY = 3_153_600_000_000L;

  @Inject private RunningServer server;
  @Inject private Workflows workflows;
  @Inject private Transactions transactions;
  @Inject private AuditLog audit;

  /**
   * Runs the present version of a workflow, now or after a delay, whatever its schedule or status.
   * When this returns the run is stored and will be seen to; without a delay it has begun.
   *
   * @param initParams a JSON object becomes the context, any other text its {@code initParams}; may
   *     be {@code null}
   * @param delay milliseconds; {@code null} or less than 1 for none
   * @return id of the run
   * @throws IllegalArgumentException if the workflow is unknown, or the parameters are too long
   * @throws NotYourWorkflowException if it is another application's
   */
  public long run(long appId, long workflowId, String initParams, Long delay) {
    var run = prepare(appId, workflowId, initParams, delay);
    var definition = workflows.find(workflowId, run.workflowVersion()).orElseThrow();
    server.engine().workflowRuns().create(definition, run);
    return run.wfInstanceId();
  }

  /** The run that {@link #run} would store, for those who store it together with something else. */
  public WorkflowRun prepare(long appId, long workflowId, String initParams, Long delay) {
    var engine = server.engine();
    var definition =
        workflows
            .find(workflowId)
            .orElseThrow(
                () -> new UnknownObjectException("can't find workflow by id: " + workflowId));
    if (definition.appId() != appId) {
      throw new NotYourWorkflowException();
    }
    var context = context(initParams);
    if (delay != null && delay > LONGEST_DELAY) {
      throw new IllegalArgumentException(
          "delay is %d but must be at most %d milliseconds".formatted(delay, LONGEST_DELAY));
    }
    var now = engine.now();
    return WorkflowRun.waiting(
        engine.ids().next(now),
        definition,
        initParams,
        context,
        now.plus(Duration.ofMillis(delay == null ? 0 : Math.max(0, delay))),
        Optional.empty(),
        now);
  }

  private static Map<String, String> context(String initParams) {
    var context = WorkflowRun.contextOf(initParams, JSON);
    int length = JSON.object(context).length();
    if (length > Surroundings.CONTEXT_LIMIT) {
      throw new IllegalArgumentException(
          "initParams give a context of %d characters but it may have at most %d"
              .formatted(length, Surroundings.CONTEXT_LIMIT));
    }
    return context;
  }

  /**
   * Ends a run and what is under way in it. The stop of a nested run is that of its parent.
   *
   * @param by who asks, in words; also for the other calls
   * @throws tech.powerjob.common.exception.PowerJobException if it has ended, or is another
   *     application's
   * @throws IllegalArgumentException if it is unknown
   */
  public void stop(long appId, long wfInstanceId, String by) {
    var run = require(appId, wfInstanceId);
    ask(run.parent().orElse(wfInstanceId), new RunEvent.StopAsked(by));
    audit.doneByPerson("workflow.run.stop", "workflowRun", wfInstanceId, appId);
  }

  /** Goes on with a failed or stopped run where it failed. Refuses with PowerJob's texts. */
  public void retry(long appId, long wfInstanceId, String by) {
    var run = require(appId, wfInstanceId);
    requireEnabled(run);
    if (run.parent().isPresent()) {
      throw new RunRefused("a nested run is retried by retrying its parent " + run.parent().get());
    }
    ask(wfInstanceId, new RunEvent.RetryAsked(by));
    audit.doneByPerson("workflow.run.retry", "workflowRun", wfInstanceId, appId);
  }

  private void requireEnabled(WorkflowRun run) {
    // What makes no sense anyway is refused with its own text.
    if (run.isFinished()
        && run.status() != WorkflowInstanceStatus.SUCCEED
        && workflows
            .find(run.workflowId())
            .filter(each -> each.status() == SwitchableStatus.ENABLE)
            .isEmpty()) {
      throw new RunRefused("you can't retry the workflow instance whose metadata is unavailable!");
    }
  }

  /** Takes a failed node of a run that has ended as successful; a retry then goes on behind it. */
  public void markSuccess(long appId, long wfInstanceId, long nodeId, String by) {
    require(appId, wfInstanceId);
    ask(wfInstanceId, new RunEvent.MarkedSuccess(nodeId, by));
    audit.doneByPerson("workflow.run.markSuccess", "workflowRun", wfInstanceId, appId);
  }

  /**
   * Says the word that an APPROVAL node waits for.
   *
   * @param approved whether the node succeeds or fails
   * @param comment becomes part of its result, at most 500 characters; may be {@code null}
   */
  public void approve(
      long appId, long wfInstanceId, long nodeId, boolean approved, String by, String comment) {
    if (comment != null && comment.length() > LONGEST_COMMENT) {
      throw new IllegalArgumentException(
          "comment has %d characters but may have at most %d"
              .formatted(comment.length(), LONGEST_COMMENT));
    }
    require(appId, wfInstanceId);
    ask(wfInstanceId, new RunEvent.Judged(nodeId, approved, by, comment));
    audit.doneByPerson(
        approved ? "workflow.run.approve" : "workflow.run.reject",
        "workflowRun",
        wfInstanceId,
        appId);
  }

  /** Runs nodes of a run that has ended once more, and everything that follows them. */
  public void rerunFrom(long appId, long wfInstanceId, Collection<Long> nodeIds, String by) {
    var run = require(appId, wfInstanceId);
    requireEnabled(run);
    if (run.parent().isPresent()) {
      throw new RunRefused("a nested run is run again by its parent " + run.parent().get());
    }
    ask(wfInstanceId, new RunEvent.RerunAsked(Set.copyOf(nodeIds), by));
    audit.doneByPerson("workflow.run.rerun", "workflowRun", wfInstanceId, appId);
  }

  private void ask(long wfInstanceId, RunEvent event) {
    try {
      server.engine().workflowRuns().ask(wfInstanceId, event);
    } catch (RunRefusedException e) {
      throw new RunRefused(e.getMessage());
    }
  }

  /** A run with its graph. */
  public RunView info(long appId, long wfInstanceId) {
    var run = require(appId, wfInstanceId);
    var definition = definition(run);
    var topology = Topology.of(definition.graph());
    var ids = run.nodes().stream().map(node -> node.runId()).filter(Objects::nonNull).toList();
    var shown = ids.isEmpty() ? Map.<Long, Shown>of() : runs().shown(ids);
    var nodes = new ArrayList<RunView.NodeView>(run.nodes().size());
    for (int i = 0; i < run.nodes().size(); i++) {
      var node = topology.node(i);
      var state = run.nodes().get(i);
      var instance = Optional.ofNullable(state.runId()).map(shown::get);
      nodes.add(
          new RunView.NodeView(
              node,
              state,
              instance.map(Shown::params).orElse(node.params()),
              state.result() != null ? state.result() : instance.map(Shown::result).orElse(null)));
    }
    var edges = new ArrayList<RunView.EdgeView>(definition.graph().edges().size());
    for (int i = 0; i < definition.graph().edges().size(); i++) {
      edges.add(
          new RunView.EdgeView(
              definition.graph().edges().get(i), topology.isTaken(i, run.nodes())));
    }
    return new RunView(run, definition, JSON.object(run.context()), nodes, edges);
  }

  private WorkflowDefinition definition(WorkflowRun run) {
    return workflows
        .find(run.workflowId(), run.workflowVersion())
        .orElseThrow(
            () ->
                new UnknownObjectException(
                    "version %d of workflow %d is gone"
                        .formatted(run.workflowVersion(), run.workflowId())));
  }

  /** The application that a run belongs to; empty if there is no such run. */
  public OptionalLong appOf(long wfInstanceId) {
    var run = runs().find(wfInstanceId);
    return run.isPresent() ? OptionalLong.of(run.get().appId()) : OptionalLong.empty();
  }

  /** Runs of the application that meet all conditions, the newest first. */
  public List<WorkflowRun> find(long appId, RunQuery query) {
    return new WorkflowRunSearch(transactions, appId, query).page();
  }

  /**
   * How the newest run of each of these workflows stands, by workflow; those without one are
   * missing.
   *
   * @param workflowIds of the application; whoever calls has found them there
   */
  public Map<Long, LatestRuns.Latest> latest(Collection<Long> workflowIds) {
    return new LatestRuns(transactions).of(workflowIds);
  }

  /** How many runs of the application meet all conditions, whatever the query's page. */
  public long count(long appId, RunQuery query) {
    return new WorkflowRunSearch(transactions, appId, query).count();
  }

  /** Why a node of a run is where it is. */
  public NodeExplanation explain(long appId, long wfInstanceId, long nodeId) {
    var run = require(appId, wfInstanceId);
    return NodeExplainer.explain(run, definition(run), nodeId, runs().notes(wfInstanceId));
  }

  /**
   * Sees to the start of stored runs that wait for an instant, as firing by schedule makes them.
   */
  public void release(Collection<WorkflowRun> runs) {
    server.engine().workflowRuns().release(runs);
  }

  private JdbcWorkflowRuns runs() {
    return new JdbcWorkflowRuns(transactions);
  }

  private WorkflowRun require(long appId, long wfInstanceId) {
    var run =
        runs()
            .find(wfInstanceId)
            .orElseThrow(
                () ->
                    new UnknownObjectException(
                        "can't find workflow instance by wfInstanceId: " + wfInstanceId));
    if (run.appId() != appId) {
      throw new NotYourWorkflowException("Permission Denied!");
    }
    return run;
  }
}
