package tech.powerjob.web.page.workflow;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.run.RunQuery;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.KeysetPage;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;

/** The list of runs, and what can be done with them there. */
@Named
@ViewScoped
public class RunsPage extends KeysetPage<RunRow> {
  private static final long serialVersionUID = 1L;
  private static final int SIZE = 30;

  /** How far back the list looks. */
  public enum Since {
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    WEEK(Duration.ofDays(7));

    private final Duration length;

    Since(Duration length) {
      this.length = length;
    }
  }

  @Inject WorkflowRunService runs;
  @Inject WorkflowService workflows;
  @Inject Console console;
  @Inject Notices notices;
  @Inject Texts texts;

  private Long workflowId;
  private Long runId;
  private WorkflowInstanceStatus status;
  private Since since;

  @PostConstruct
  void open() {
    workflowId = Address.number("workflow").orElse(null);
    runId = Address.number("run").orElse(null);
    status = Address.constant("status", WorkflowInstanceStatus.class).orElse(null);
    since = Address.constant("since", Since.class).orElse(null);
    begin();
  }

  @Override
  protected Address address() {
    return new Address()
        .with("workflow", workflowId)
        .with("run", runId)
        .with("status", status)
        .with("since", since);
  }

  @Override
  protected Slice<RunRow> read(String cursor) {
    if (console.app().isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    var found =
        runs.find(
            console.appId(Permission.READ),
            new RunQuery(
                Optional.ofNullable(workflowId),
                Optional.ofNullable(runId),
                status == null ? Set.of() : Set.of(status),
                Optional.ofNullable(since).map(each -> Instant.now().minus(each.length)),
                Optional.empty(),
                Address.parse(cursor),
                0,
                SIZE + 1));
    var ids = new HashSet<Long>();
    found.forEach(run -> ids.add(run.workflowId()));
    var names = workflows.names(ids);
    return Slice.of(
        found.stream().map(run -> row(run, names.get(run.workflowId()))).toList(),
        SIZE,
        RunRow::id);
  }

  private static RunRow row(WorkflowRun run, String name) {
    return RunRow.of(run, name == null ? "#" + run.workflowId() : name);
  }

  /** Does what a button asks for. */
  public void act() {
    var act = ActRequest.current();
    notices.attempt(
        () -> {
          long appId = console.appId(Permission.OPS);
          var by = console.getUser().username();
          switch (act.name()) {
            case "stop" -> runs.stop(appId, act.id(), by);
            case "retry" -> runs.retry(appId, act.id(), by);
            default -> throw new IllegalArgumentException("there is no act " + act.name());
          }
          notices.done(texts.get("run.done." + act.name(), String.valueOf(act.id())));
        });
    reread();
  }

  public boolean isFiltered() {
    return workflowId != null || runId != null || status != null || since != null;
  }

  public WorkflowInstanceStatus[] getStatuses() {
    return WorkflowInstanceStatus.values();
  }

  public Since[] getTimes() {
    return Since.values();
  }

  public Long getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(Long workflowId) {
    this.workflowId = workflowId;
  }

  public Long getRunId() {
    return runId;
  }

  public void setRunId(Long runId) {
    this.runId = runId;
  }

  public WorkflowInstanceStatus getStatus() {
    return status;
  }

  public void setStatus(WorkflowInstanceStatus status) {
    this.status = status;
  }

  public Since getSince() {
    return since;
  }

  public void setSince(Since since) {
    this.since = since;
  }
}
