package tech.powerjob.web.page.workflow;

import jakarta.annotation.PostConstruct;
import jakarta.faces.context.FacesContext;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.workflow.WorkflowQuery;
import tech.powerjob.server.workflow.WorkflowService;
import tech.powerjob.server.workflow.WorkflowView;
import tech.powerjob.server.workflow.run.WorkflowRunService;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.KeysetPage;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;

/** The list of workflows, and what can be done with them there. */
@Named
@ViewScoped
public class WorkflowsPage extends KeysetPage<WorkflowRow> {
  private static final long serialVersionUID = 1L;
  private static final int SIZE = 30;

  @Inject WorkflowService workflows;
  @Inject WorkflowRunService runs;
  @Inject Console console;
  @Inject Notices notices;
  @Inject Texts texts;

  private String text;
  private SwitchableStatus status;
  private Long runId;
  private String runName;
  private String runParams;
  private Long runDelay;

  @PostConstruct
  void open() {
    text = Address.text("q").orElse(null);
    status = Address.constant("status", SwitchableStatus.class).orElse(null);
    begin();
  }

  @Override
  protected Address address() {
    return new Address().with("q", text).with("status", status);
  }

  @Override
  protected Slice<WorkflowRow> read(String cursor) {
    if (console.app().isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    long appId = console.appId(Permission.READ);
    var statuses =
        status == null || status == SwitchableStatus.DELETED
            ? List.<SwitchableStatus>of()
            : List.of(status);
    var query =
        new WorkflowQuery(
            Optional.ofNullable(text).filter(part -> !isId()),
            statuses,
            List.of(),
            isId()
                ? Optional.of(Long.parseLong(text) - 1)
                : Optional.of(cursor)
                    .filter(each -> each.matches("[0-9]{1,18}"))
                    .map(Long::valueOf),
            false);
    var rows = workflows.find(appId, query, 0, isId() ? 1 : SIZE + 1);
    var last = runs.latest(rows.stream().map(WorkflowView::id).toList());
    return Slice.of(
        rows.stream()
            .map(view -> WorkflowRow.of(view, last.get(view.id())))
            .filter(row -> !isId() || row.id() == Long.parseLong(text))
            .toList(),
        SIZE,
        WorkflowRow::id);
  }

  /** Whether an id is looked for. */
  private boolean isId() {
    return text != null && text.matches("[0-9]{1,18}");
  }

  /** Does what a button asks for. */
  public void act() {
    var act = ActRequest.current();
    notices.attempt(() -> act(act));
    reread();
  }

  private void act(ActRequest act) {
    switch (act.name()) {
      case "enable" -> workflows.enable(console.appId(Permission.WRITE), act.id());
      case "disable" -> workflows.disable(console.appId(Permission.WRITE), act.id());
      case "delete" -> {
        workflows.delete(console.appId(Permission.WRITE), act.id());
        notices.done(texts.get("workflow.deleted", String.valueOf(act.id())));
      }
      case "copy" -> lead(workflows.copy(console.appId(Permission.WRITE), act.id()));
      case "run" -> run(act.id(), null, null);
      case "ask" -> ask(act.id());
      default -> throw new IllegalArgumentException("there is no act " + act.name());
    }
  }

  private void lead(long workflowId) {
    var external = FacesContext.getCurrentInstance().getExternalContext();
    try {
      external.redirect(
          "%s/workflow.xhtml?app=%d&id=%d"
              .formatted(external.getRequestContextPath(), console.getAppId(), workflowId));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ask(long workflowId) {
    runName = workflows.get(console.appId(Permission.OPS), workflowId).wfName();
    runId = workflowId;
    runParams = null;
    runDelay = null;
    PrimeFaces.current().ajax().update("run:body");
    PrimeFaces.current().executeScript("document.getElementById('runDialog').showModal()");
  }

  /** Runs the workflow that was asked about, with the parameters that were entered. */
  public void runAsked() {
    if (runId == null) {
      return; // Sent without the dialog, which alone says what it is about.
    }
    if (notices.attempt(() -> run(runId, runParams, runDelay == null ? null : runDelay * 1000))) {
      PrimeFaces.current().executeScript("document.getElementById('runDialog').close()");
    }
  }

  private void run(long workflowId, String params, Long delay) {
    long id = runs.run(console.appId(Permission.OPS), workflowId, params, delay);
    notices.done(texts.get("workflow.started", String.valueOf(id)));
  }

  public boolean isFiltered() {
    return text != null || status != null;
  }

  public List<SwitchableStatus> getStatuses() {
    return List.of(SwitchableStatus.ENABLE, SwitchableStatus.DISABLE);
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public SwitchableStatus getStatus() {
    return status;
  }

  public void setStatus(SwitchableStatus status) {
    this.status = status;
  }

  public String getRunName() {
    return runName;
  }

  public String getRunParams() {
    return runParams;
  }

  public void setRunParams(String runParams) {
    this.runParams = runParams;
  }

  /** Seconds. */
  public Long getRunDelay() {
    return runDelay;
  }

  public void setRunDelay(Long runDelay) {
    this.runDelay = runDelay;
  }
}
