package tech.powerjob.server.adopt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.enums.WorkflowNodeType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowOptions;
import tech.powerjob.domain.calendar.Calendars;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.workflow.GraphRules;
import tech.powerjob.domain.workflow.WorkflowEdge;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.domain.workflow.WorkflowNode;
import tech.powerjob.server.schedule.ScheduleReading;
import tech.powerjob.server.store.VersionText;

/**
 * Turns workflows of the original and their nodes into ours. A workflow that cannot run here comes
 * disabled and says why. The next trigger time comes along as it is, as that of jobs does.
 */
final class AdoptedWorkflows {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * What becomes of one workflow.
   *
   * @param row of {@code workflow_info}
   * @param version row of {@code workflow_version}; {@code null} if its graph is none
   */
  record Adopted(
      long id,
      String name,
      Map<String, Object> row,
      Map<String, Object> version,
      List<String> notes,
      boolean due) {}

  private final AdoptOptions options;
  private final Instant now;
  private final Consumer<String> condition;
  private final Schedules schedules;
  private final Map<Long, OriginalRow> nodes = new HashMap<>();
  private final Map<Long, Long> appsOfJobs = new HashMap<>();

  /**
   * One for all workflows of a database.
   *
   * @param condition refuses a script of a decision that cannot run, by an {@link
   *     IllegalArgumentException}
   */
  AdoptedWorkflows(
      AdoptOptions options,
      Instant now,
      List<OriginalRow> nodes,
      List<OriginalRow> jobs,
      Consumer<String> condition) {
    this.options = options;
    this.now = now;
    this.condition = condition;
    this.schedules = new Schedules(options.zoneOrLocal(), ScheduleReading::daily, Calendars.NONE);
    nodes.forEach(node -> this.nodes.put(node.number("id").orElseThrow(), node));
    jobs.forEach(job -> appsOfJobs.put(job.number("id").orElseThrow(), job.number("app_id", 0)));
  }

  Adopted adopt(OriginalRow workflow) {
    var notes = new ArrayList<String>();
    long id = workflow.number("id").orElseThrow();
    var row = new LinkedHashMap<String, Object>();
    row.put("id", id);
    row.put("app_id", workflow.number("app_id", 0));
    row.put("partition_no", Partitions.ofJob(id));
    row.put("wf_name", Objects.requireNonNullElse(workflow.text("wf_name"), ""));
    for (var column : List.of("wf_description", "notify_user_ids", "extra", "lifecycle")) {
      row.put(column, workflow.text(column));
    }
    row.put("max_wf_instance_num", workflow.number("max_wf_instance_num", 0));
    row.put("gmt_create", workflow.time("gmt_create", options.zoneOrLocal()).orElse(now));
    var dag = dag(workflow);
    row.put("pedag", write(dag == null ? new PEWorkflowDAG(List.of(), List.of()) : dag));
    var graph = graph(workflow, dag, notes);
    row.put("version", graph == null ? 0L : 1L);
    boolean runs = graph != null && notes.isEmpty();
    schedule(workflow, row, runs, notes);
    return new Adopted(
        id,
        row.get("wf_name").toString(),
        row,
        graph == null ? null : version(id, row, graph),
        notes,
        row.get("next_trigger_time") instanceof Long next && next <= now.toEpochMilli());
  }

  private static PEWorkflowDAG dag(OriginalRow workflow) {
    try {
      var text = workflow.text("pedag");
      var dag = text == null ? null : JSON.readValue(text, PEWorkflowDAG.class);
      if (dag == null || dag.getNodes() == null) {
        return null;
      }
      return dag.getEdges() == null ? new PEWorkflowDAG(dag.getNodes(), List.of()) : dag;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private WorkflowGraph graph(OriginalRow workflow, PEWorkflowDAG dag, List<String> notes) {
    if (dag == null) {
      notes.add("its graph cannot be read");
      return null;
    }
    var used = new ArrayList<WorkflowNode>();
    for (var each : dag.getNodes()) {
      var node = nodes.get(each.getNodeId());
      if (node == null) {
        notes.add("its node %d is gone".formatted(each.getNodeId()));
        return null;
      }
      try {
        used.add(node(node));
      } catch (IllegalArgumentException e) {
        notes.add("its node %d is of a kind that is not known".formatted(each.getNodeId()));
        return null;
      }
    }
    try {
      var edges =
          dag.getEdges().stream()
              .map(edge -> new WorkflowEdge(edge.getFrom(), edge.getTo(), edge.getProperty()))
              .toList();
      var graph = new WorkflowGraph(used, edges);
      GraphRules.check(graph);
      used.forEach(node -> check(workflow.number("app_id", 0), node, notes));
      return graph;
    } catch (PowerJobException | IllegalArgumentException | NullPointerException e) {
      notes.add("its graph cannot run: " + e.getMessage());
      return null;
    }
  }

  private static WorkflowNode node(OriginalRow node) {
    return new WorkflowNode(
        node.number("id").orElseThrow(),
        WorkflowNodeType.of((int) node.number("type", WorkflowNodeType.JOB.getCode())),
        node.number("job_id").orElse(null),
        node.text("node_name"),
        node.text("node_params"),
        flag(node, "enable", true),
        flag(node, "skip_when_failed", false),
        null);
  }

  /** Some databases have a column of bits for what is true or false. */
  private static boolean flag(OriginalRow node, String column, boolean absent) {
    return node.number(column).map(value -> value != 0).orElse(absent);
  }

  private void check(long appId, WorkflowNode node, List<String> notes) {
    if (node.type() == WorkflowNodeType.DECISION) {
      try {
        condition.accept(node.params());
      } catch (IllegalArgumentException e) {
        notes.add(
            "the condition of its node %d (%s) cannot run here: %s"
                .formatted(node.nodeId(), node.name(), e.getMessage()));
      }
    }
    var owner = node.type() == WorkflowNodeType.JOB ? appsOfJobs.get(node.jobId()) : null;
    if (owner != null && owner != appId) {
      notes.add(
          "its node %d (%s) runs job %d of application %d, which both applications must allow first"
              .formatted(node.nodeId(), node.name(), node.jobId(), owner));
    }
  }

  private void schedule(
      OriginalRow workflow, Map<String, Object> row, boolean runs, List<String> notes) {
    var type = type(workflow, notes);
    var status = status(workflow);
    if (status == SwitchableStatus.ENABLE && !runs) {
      notes.add("it comes disabled");
      status = SwitchableStatus.DISABLE;
    }
    // The original fires no others.
    boolean timed = type == TimeExpressionType.CRON;
    var adopted =
        timed && status == SwitchableStatus.ENABLE
            ? AdoptedSchedule.enabled(
                workflow,
                () -> schedules.of(definition(workflow)),
                schedule -> AdoptedSchedule.kept(workflow, schedule, now),
                notes)
            : AdoptedSchedule.none(status);
    adopted.put(row, now);
    row.put("time_expression_type", (long) (timed ? type : TimeExpressionType.API).getV());
    row.put("time_expression", timed ? workflow.text("time_expression") : null);
    row.put("options", timed ? options.scheduleOptions() : null);
  }

  private static TimeExpressionType type(OriginalRow workflow, List<String> notes) {
    try {
      return TimeExpressionType.of((int) workflow.number("time_expression_type", 0));
    } catch (IllegalArgumentException e) {
      notes.add("its schedule is of a kind that is not known; it runs when it is asked to");
      return TimeExpressionType.API;
    }
  }

  private static SwitchableStatus status(OriginalRow workflow) {
    for (var each : SwitchableStatus.values()) {
      if (each.getV() == workflow.number("status", 0)) {
        return each;
      }
    }
    return SwitchableStatus.DISABLE;
  }

  private static Schedules.Definition definition(OriginalRow workflow) {
    var text = workflow.text("lifecycle");
    LifeCycle lifeCycle = null;
    if (text != null && !text.isBlank()) {
      try {
        lifeCycle = JSON.readValue(text, LifeCycle.class);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("lifecycle is " + text, e);
      }
    }
    return new Schedules.Definition(
        workflow.number("app_id", 0),
        TimeExpressionType.CRON,
        workflow.text("time_expression"),
        lifeCycle,
        new JobOptions());
  }

  private Map<String, Object> version(long id, Map<String, Object> row, WorkflowGraph graph) {
    var version = new LinkedHashMap<String, Object>();
    version.put("workflow_id", id);
    version.put("version", 1L);
    version.put(
        "graph",
        VersionText.of(
            row.get("wf_name").toString(),
            ((Long) row.get("max_wf_instance_num")).intValue(),
            options(row),
            graph));
    version.put("who", "takeover");
    version.put("created", now.toEpochMilli());
    return version;
  }

  private static WorkflowOptions options(Map<String, Object> row) {
    try {
      var text = (String) row.get("options");
      return text == null ? new WorkflowOptions() : JSON.readValue(text, WorkflowOptions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows of nodes; those that the original was about to delete are left out. */
  List<Map<String, Object>> nodeRows(Set<Long> workflowIds) {
    var rows = new ArrayList<Map<String, Object>>();
    var known = new HashSet<>(workflowIds);
    for (var node : nodes.values()) {
      var workflowId = node.number("workflow_id").orElse(null);
      if (workflowId == null || !known.contains(workflowId)) {
        continue;
      }
      var row = new LinkedHashMap<String, Object>();
      row.put("id", node.number("id").orElseThrow());
      row.put("app_id", node.number("app_id", 0));
      row.put("workflow_id", workflowId);
      row.put("type", node.number("type", WorkflowNodeType.JOB.getCode()));
      row.put("job_id", node.number("job_id").orElse(null));
      for (var column : List.of("node_name", "node_params", "extra")) {
        row.put(column, node.text(column));
      }
      row.put("enable", flag(node, "enable", true) ? 1L : 0L);
      row.put("skip_when_failed", flag(node, "skip_when_failed", false) ? 1L : 0L);
      row.put("gmt_create", node.time("gmt_create", options.zoneOrLocal()).orElse(now));
      row.put("gmt_modified", node.time("gmt_modified", options.zoneOrLocal()).orElse(now));
      rows.add(row);
    }
    return rows;
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
