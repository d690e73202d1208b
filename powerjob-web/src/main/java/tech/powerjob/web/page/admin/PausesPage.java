package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.primefaces.PrimeFaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.pause.PauseRequest;
import tech.powerjob.server.pause.PauseService;
import tech.powerjob.server.pause.PauseView;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.Texts;

/** What is paused, by whom and why; pauses are begun and ended here. */
@Named
@ViewScoped
public class PausesPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String HERE = "/admin/pauses.xhtml?faces-redirect=true";

  /** A pause that lasts; times in epoch milliseconds. */
  public record Row(
      Scope scope,
      Long jobId,
      Long appId,
      String name,
      String app,
      long begunAt,
      Long until,
      String begunBy,
      String reason,
      boolean planned,
      boolean endable)
      implements Serializable {
    /** Id of what is paused; 0 for everything. */
    public long target() {
      return switch (scope) {
        case JOB -> jobId;
        case APP -> appId;
        case ALL -> 0;
      };
    }
  }

  @Inject PauseService pauses;
  @Inject JobService jobs;
  @Inject RunningServer server;
  @Inject AppAccounts accounts;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject ConsoleSession session;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private boolean all;
  private Long job;
  private String scope;
  private String from;
  private String until;
  private String reason;
  private List<Row> rows = List.of();

  /** Reads what is paused. */
  public void load() {
    all = Address.text("all").filter("true"::equals).isPresent();
    job = Address.number("job").orElse(null);
    if (scope == null) {
      scope = (job == null ? Scope.APP : Scope.JOB).name();
    }
    read();
  }

  private void read() {
    var found =
        all && isEverywhere()
            ? pauses.all()
            : console.app().isEmpty()
                ? List.<PauseView>of()
                : pauses.of(console.appId(Permission.READ));
    rows = found.stream().map(this::row).toList();
  }

  /** Reads anew, and draws if something has changed. */
  public void refresh() {
    var seen = rows;
    read();
    if (!seen.equals(rows)) {
      PrimeFaces.current().ajax().update("list:lasting");
    }
  }

  private Row row(PauseView pause) {
    var of = Scope.valueOf(pause.scope());
    return new Row(
        of,
        pause.jobId(),
        pause.appId(),
        of == Scope.JOB ? jobName(pause.appId(), pause.jobId()) : null,
        pause.appId() == null ? null : appName(pause.appId()),
        pause.begunAt(),
        pause.until(),
        pause.begunBy(),
        pause.reason(),
        pause.begunAt() > server.engine().now().toEpochMilli(),
        of == Scope.ALL ? isEverywhere() : operates(pause.appId()));
  }

  private String jobName(long appId, long jobId) {
    try {
      return jobs.get(appId, jobId).getJobName();
    } catch (IllegalArgumentException e) {
      return "#" + jobId; // Gone meanwhile.
    }
  }

  private String appName(long appId) {
    return accounts.find(appId).map(AppIdentity::name).orElse("#" + appId);
  }

  private boolean operates(long appId) {
    return accounts
        .find(appId)
        .filter(app -> caller.get().grants().allows(Permission.OPS, app.id(), app.namespaceId()))
        .isPresent();
  }

  /** Begins a pause. */
  public String begin() {
    var end = WallTime.parse(until, session.zone());
    var start = WallTime.parse(from, session.zone());
    if (isWrong(start, end)) {
      return null;
    }
    var request =
        new PauseRequest(
            start == null ? null : start.toEpochMilli(),
            end == null ? null : end.toEpochMilli(),
            reason);
    boolean done = attempts.succeeds(() -> begin(chosenScope(), request));
    if (!done) {
      return null;
    }
    attempts.done(start == null ? texts.get("pause.begun") : texts.get("pause.planned"));
    return here();
  }

  /** Whether a field holds what cannot be; says so beside it. The service checks again. */
  private boolean isWrong(Instant start, Instant end) {
    var now = server.engine().now();
    var wrong = new LinkedHashMap<String, String>();
    if (Scope.JOB.name().equals(scope) && job == null) {
      wrong.put("job", texts.get("pause.jobMissing"));
    }
    if (start == null && isFilled(from)) {
      wrong.put("from", texts.get("pause.noTime"));
    } else if (start != null && !start.isAfter(now)) {
      wrong.put("from", texts.get("pause.fromPast"));
    } else if (start != null && isPaused()) {
      wrong.put("from", texts.get("pause.already"));
    }
    if (end == null && isFilled(until)) {
      wrong.put("until", texts.get("pause.noTime"));
    } else if (end != null && !end.isAfter(start == null ? now : start)) {
      wrong.put(
          "until", start == null ? texts.get("pause.untilPast") : texts.get("pause.untilEarly"));
    }
    wrong.forEach((field, text) -> attempts.problem("pause:" + field, text));
    return !wrong.isEmpty();
  }

  /** Whether a pause of what is chosen lasts; the service lets none be planned then. */
  private boolean isPaused() {
    read();
    return rows.stream()
        .filter(row -> row.scope().name().equals(scope) && !row.planned())
        .anyMatch(
            row ->
                row.target()
                    == switch (row.scope()) {
                      case JOB -> job == null ? 0 : job;
                      case APP -> console.getAppId();
                      case ALL -> 0;
                    });
  }

  private static boolean isFilled(String text) {
    return text != null && !text.isBlank();
  }

  /** What is to be paused; choices that the viewer has not are none. */
  private Scope chosenScope() {
    if (scope == null) {
      throw CurrentUser.denied();
    }
    return Scope.valueOf(scope);
  }

  private void begin(Scope what, PauseRequest request) {
    switch (what) {
      case ALL -> {
        caller.everywhere(Permission.SU);
        pauses.pauseAll(request);
      }
      case APP -> pauses.pauseApp(console.appId(Permission.OPS), request);
      case JOB -> pauses.pauseJob(console.appId(Permission.OPS), job, request);
    }
  }

  /** Ends the one whose button was clicked, unless it is over. */
  public void act() {
    var act = ActRequest.current();
    read();
    rows.stream()
        .filter(row -> act.name().equals("end" + row.scope()) && row.target() == act.id())
        .findFirst()
        .filter(row -> attempts.succeeds(() -> endOf(row)))
        .ifPresent(row -> attempts.done(texts.get("pause.ended")));
    read();
  }

  private void endOf(Row row) {
    switch (row.scope()) {
      case ALL -> {
        caller.everywhere(Permission.SU);
        pauses.resumeAll();
      }
      case APP -> pauses.resumeApp(caller.app(Permission.OPS, row.appId()).id());
      case JOB -> pauses.resumeJob(caller.app(Permission.OPS, row.appId()).id(), row.jobId());
    }
  }

  private String here() {
    return all ? HERE + "&all=true" : HERE;
  }

  /** Whether the viewer may pause the application and its jobs. */
  public boolean isOperator() {
    return console.app().isPresent() && operates(console.getAppId());
  }

  /** Whether the viewer may pause everything. */
  public boolean isEverywhere() {
    return caller.get().grants().allowsEverywhere(Permission.SU);
  }

  public List<Row> getRows() {
    return rows;
  }

  public boolean isAll() {
    return all;
  }

  public void setAll(boolean all) {
    this.all = all;
  }

  public Long getJob() {
    return job;
  }

  public void setJob(Long job) {
    this.job = job;
  }

  public String getScope() {
    return scope;
  }

  public void setScope(String scope) {
    this.scope = scope;
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(String from) {
    this.from = from;
  }

  public String getUntil() {
    return until;
  }

  public void setUntil(String until) {
    this.until = until;
  }

  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }
}
