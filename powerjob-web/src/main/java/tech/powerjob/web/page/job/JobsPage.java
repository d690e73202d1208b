package tech.powerjob.web.page.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobBundle;
import tech.powerjob.server.job.JobDocument;
import tech.powerjob.server.job.JobFilter;
import tech.powerjob.server.job.JobSearch;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.JobTransfer;
import tech.powerjob.server.job.JobTransfer.Conflict;
import tech.powerjob.server.job.JobTransfer.ImportResult;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.server.worker.WorkerService.WorkerView;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.KeysetPage;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.overview.WorkerRow;
import tech.powerjob.web.rest.JsonBody;

/** The list of jobs, and what can be done with them there. */
@Named
@ViewScoped
public class JobsPage extends KeysetPage<JobRow> {
  private static final long serialVersionUID = 1L;
  private static final int SIZE = 30;

  @Inject JobService jobs;
  @Inject JobSearch search;
  @Inject JobTransfer transfer;
  @Inject InstanceService instances;
  @Inject WorkerService workers;
  @Inject RunningServer server;
  @Inject Console console;
  @Inject Notices notices;
  @Inject Texts texts;

  private String text;
  private TimeExpressionType type;
  private ExecuteType executeType;
  private SwitchableStatus status;
  private String tag;

  private Long runId;
  private String runName;
  private String runParams;
  private String runDelay;
  private String document;
  private Conflict conflict = Conflict.FAIL;
  private transient ImportResult imported;

  @PostConstruct
  void readAddress() {
    text = Address.text("q").orElse(null);
    type = Address.constant("type", TimeExpressionType.class).orElse(null);
    executeType = Address.constant("execute", ExecuteType.class).orElse(null);
    status = Address.constant("status", SwitchableStatus.class).orElse(null);
    tag = Address.text("tag").orElse(null);
    begin();
  }

  @Override
  protected Address address() {
    return new Address()
        .with("q", text)
        .with("type", type)
        .with("execute", executeType)
        .with("status", status)
        .with("tag", tag);
  }

  @Override
  protected Slice<JobRow> read(String cursor) {
    if (console.app().isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    long appId = console.appId(Permission.READ);
    var after = Address.parse(cursor);
    var found = search.find(appId, filter(after));
    var page = Slice.of(found, SIZE, JobDocument::getId);
    var last = instances.latest(appId, page.rows().stream().map(JobDocument::getId).toList());
    return new Slice<>(
        page.rows().stream().map(job -> JobRow.of(job, last.get(job.getId()))).toList(),
        page.next());
  }

  private JobFilter filter(Optional<Long> after) {
    var words = Optional.ofNullable(text).map(String::trim).filter(word -> !word.isEmpty());
    var id = words.flatMap(Address::parse);
    return new JobFilter(
        id,
        id.isPresent() ? Optional.empty() : words,
        Optional.ofNullable(tag).filter(word -> !word.isBlank()),
        type == null ? List.of() : List.of(type),
        executeType == null ? List.of() : List.of(executeType),
        Optional.ofNullable(status),
        after,
        SIZE + 1);
  }

  /** Does what the clicked button stands for. */
  public void act() {
    var act = ActRequest.current();
    switch (act.name()) {
      case "run" -> run(act.id(), null, 0, null);
      case "ask" -> ask(act.id());
      case "enable", "disable", "delete" -> change(act.name(), List.of(act.id()));
      case "enableAll" -> change("enable", act.picked());
      case "disableAll" -> change("disable", act.picked());
      case "deleteAll" -> change("delete", act.picked());
      case "runAll" -> act.picked().forEach(id -> run(id, null, 0, null));
      case "export" -> export(List.of(act.id()));
      case "exportAll" -> export(act.picked());
      default -> throw new IllegalArgumentException("there is no act " + act.name());
    }
    reread();
  }

  private boolean run(long id, String params, long delay, String worker) {
    return notices.attempt(
        () -> {
          long appId = console.appId(Permission.OPS);
          var job = jobs.get(appId, id);
          long run =
              instances.run(
                  appId,
                  new RunJobRequest()
                      .setJobId(id)
                      .setInstanceParams(params)
                      .setDelay(delay)
                      .setWorker(worker));
          notices.done(texts.get("job.started", job.getJobName(), String.valueOf(run)));
        });
  }

  private void ask(long id) {
    notices.attempt(
        () -> {
          runName = jobs.get(console.appId(Permission.OPS), id).getJobName();
          runId = id;
          runParams = null;
          runDelay = null;
          PrimeFaces.current().ajax().update("run:body");
          PrimeFaces.current().executeScript("document.getElementById('runDialog').showModal()");
        });
  }

  /** Runs the job that was asked about. */
  public void runAsked() {
    if (runId == null) {
      return; // Sent without the dialog, which alone says what it is about.
    }
    var delay = new AtomicLong();
    if (notices.attempt(() -> delay.set(delay()))
        && run(runId, runParams, delay.get(), Address.text("worker").orElse(null))) {
      PrimeFaces.current().executeScript("document.getElementById('runDialog').close()");
    }
    refresh();
  }

  private long delay() {
    return runDelay == null || runDelay.isBlank() ? 0 : Durations.read("delay", runDelay);
  }

  private void change(String what, List<Long> ids) {
    long appId = console.appId(Permission.WRITE);
    long done =
        ids.stream()
            .filter(
                id ->
                    notices.attempt(
                        () -> {
                          switch (what) {
                            case "enable" -> jobs.enable(appId, id);
                            case "disable" -> jobs.disable(appId, id);
                            default -> jobs.delete(appId, id);
                          }
                        }))
            .count();
    if (done > 0) {
      notices.done(texts.get("job.done." + what, done));
    }
  }

  private void export(List<Long> ids) {
    notices.attempt(
        () -> {
          try {
            document =
                JsonBody.mapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(
                        transfer.export(console.appId(Permission.READ), new HashSet<>(ids)));
          } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
          }
          PrimeFaces.current().ajax().update("export:body");
          PrimeFaces.current().executeScript("document.getElementById('exportDialog').showModal()");
        });
  }

  /** Says what would become of the document. */
  public void tryImport() {
    take(true);
  }

  /** Takes the document in, all of it or nothing. */
  public void doImport() {
    take(false);
    if (imported != null && imported.imported()) {
      notices.done(texts.get("job.imported", imported.jobs().size()));
      document = null;
      imported = null;
      PrimeFaces.current().executeScript("document.getElementById('importDialog').close()");
      refresh();
    }
  }

  private void take(boolean trial) {
    imported = null;
    notices.attempt(
        () -> {
          long appId = console.appId(Permission.WRITE);
          try {
            var bundle =
                JsonBody.mapper().readValue(document == null ? "" : document, JobBundle.class);
            imported = transfer.take(appId, bundle, conflict, trial);
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(JsonBody.describe(e), e);
          }
        });
  }

  /** What a service objects to, in the viewer's words. */
  public String say(String english) {
    return texts.said(english);
  }

  /** Whether something is left out of the list. */
  public boolean isFiltered() {
    return type != null
        || executeType != null
        || status != null
        || Stream.of(text, tag).anyMatch(each -> each != null && !each.isBlank());
  }

  public List<TimeExpressionType> getTypes() {
    return Arrays.asList(TimeExpressionType.values());
  }

  public List<ExecuteType> getExecuteTypes() {
    return Arrays.asList(ExecuteType.values());
  }

  public List<SwitchableStatus> getStatuses() {
    return List.of(SwitchableStatus.ENABLE, SwitchableStatus.DISABLE);
  }

  public List<Conflict> getConflicts() {
    return Arrays.asList(Conflict.values());
  }

  public ImportResult getImported() {
    return imported;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
  }

  public TimeExpressionType getType() {
    return type;
  }

  public void setType(TimeExpressionType type) {
    this.type = type;
  }

  public ExecuteType getExecuteType() {
    return executeType;
  }

  public void setExecuteType(ExecuteType executeType) {
    this.executeType = executeType;
  }

  public SwitchableStatus getStatus() {
    return status;
  }

  public void setStatus(SwitchableStatus status) {
    this.status = status;
  }

  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  /** Workers on which the job that is asked about could run now, the fittest first. */
  public List<WorkerRow> getWorkers() {
    if (runId == null) {
      return List.of();
    }
    var now = server.engine().now();
    return workers.list(console.appId(Permission.OPS)).stream()
        .filter(WorkerView::alive)
        .map(worker -> WorkerRow.of(worker, now))
        .sorted(Comparator.comparing(WorkerRow::state).thenComparing(WorkerRow::address))
        .toList();
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

  public String getRunDelay() {
    return runDelay;
  }

  public void setRunDelay(String runDelay) {
    this.runDelay = runDelay;
  }

  public String getDocument() {
    return document;
  }

  public void setDocument(String document) {
    this.document = document;
  }

  public Conflict getConflict() {
    return conflict;
  }

  public void setConflict(Conflict conflict) {
    this.conflict = conflict;
  }
}
