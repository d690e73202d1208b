package tech.powerjob.web.page.alarm;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.alarm.AlarmKind;
import tech.powerjob.domain.alarm.AlarmState;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.AlarmSearch;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.KeysetPage;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;

/** The list of alarms. */
@Named
@ViewScoped
public class AlarmsPage extends KeysetPage<AlarmRow> {
  private static final long serialVersionUID = 1L;
  private static final int SIZE = 30;

  /** What of all that has happened is shown. */
  public enum Show {
    /** What somebody was told, or is to be told. */
    TOLD,
    WAITING,
    SENDING,
    SENT,
    FAILED,
    SUPPRESSED,
    ALL
  }

  @Inject AlarmService alarms;
  @Inject RunningServer server;
  @Inject Console console;
  @Inject ConsoleSession session;
  @Inject Notices notices;
  @Inject Texts texts;

  private Show show;
  private Long jobId;
  private Long workflowId;
  private Long instanceId;
  private String within;
  private String from;
  private String to;

  @PostConstruct
  void readAddress() {
    show = Address.constant("show", Show.class).orElse(Show.TOLD);
    jobId = Address.number("job").orElse(null);
    workflowId = Address.number("workflow").orElse(null);
    instanceId = Address.number("run").orElse(null);
    within = Address.text("within").filter(getSpans()::contains).orElse(null);
    from = Address.text("from").orElse(null);
    to = Address.text("to").orElse(null);
    begin();
  }

  @Override
  protected Address address() {
    return new Address()
        .with("show", show == Show.TOLD ? null : show)
        .with("job", jobId)
        .with("workflow", workflowId)
        .with("run", instanceId)
        .with("within", within)
        .with("from", from)
        .with("to", to);
  }

  @Override
  protected Slice<AlarmRow> read(String cursor) {
    if (console.app().isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    long appId = console.appId(Permission.READ);
    AlarmSearch.Filter filter;
    try {
      filter = filter(cursor);
    } catch (IllegalArgumentException e) {
      notices.failed(e.getMessage());
      return new Slice<>(List.of(), null);
    }
    return Slice.of(
        alarms.find(appId, filter).stream().map(AlarmRow::of).toList(), SIZE, AlarmRow::id);
  }

  private AlarmSearch.Filter filter(String cursor) {
    return new AlarmSearch.Filter(
        states(),
        jobId != null
            ? Optional.of(AlarmKind.JOB)
            : Optional.ofNullable(workflowId).map(id -> AlarmKind.WORKFLOW),
        Optional.ofNullable(jobId).or(() -> Optional.ofNullable(workflowId)),
        Optional.ofNullable(instanceId),
        within == null ? instant("from", from) : Optional.of(since()),
        within == null ? instant("to", to) : Optional.empty(),
        Address.parse(cursor),
        SIZE + 1);
  }

  private Set<AlarmState> states() {
    return switch (show) {
      case ALL -> Set.of();
      case TOLD -> EnumSet.complementOf(EnumSet.of(AlarmState.SUPPRESSED));
      case WAITING, SENDING, SENT, FAILED, SUPPRESSED ->
          EnumSet.of(AlarmState.valueOf(show.name()));
    };
  }

  private Instant since() {
    return server.engine().now().minus(Duration.parse(within));
  }

  /** What browsers write for a local time, meant in the viewer's zone. */
  private Optional<Instant> instant(String name, String local) {
    try {
      return Optional.ofNullable(local)
          .filter(text -> !text.isBlank())
          .map(LocalDateTime::parse)
          .map(at -> at.atZone(session.zone()).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a time such as 2026-03-04T05:06".formatted(name, local), e);
    }
  }

  /** Sends the alarm again whose button was clicked. */
  public void act() {
    var act = ActRequest.current();
    notices.attempt(
        () -> {
          if (!act.name().equals("resend")) {
            throw new IllegalArgumentException("there is no act " + act.name());
          }
          var told = alarms.again(console.appId(Permission.OPS), act.id());
          if (told.isEmpty()) {
            throw new PowerJobException(texts.get("alarm.unknown"));
          }
          if (told.get()) {
            notices.done(texts.get("alarm.resent"));
          } else {
            notices.failed(texts.get("alarm.reason.NO_RECEIVER"));
          }
        });
    reread();
  }

  /** Whether something is left out of the list that is not left out at first. */
  public boolean isFiltered() {
    return show != Show.TOLD
        || Stream.of(jobId, workflowId, instanceId, within, from, to)
            .anyMatch(each -> each != null && !each.toString().isBlank());
  }

  public List<Show> getShows() {
    return Arrays.asList(Show.values());
  }

  /** Spans of time to choose from, as ISO-8601 writes them. */
  public List<String> getSpans() {
    return List.of("PT1H", "PT6H", "P1D", "P7D", "P30D");
  }

  public Show getShow() {
    return show;
  }

  public void setShow(Show show) {
    this.show = show == null ? Show.TOLD : show;
  }

  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  public Long getWorkflowId() {
    return workflowId;
  }

  public void setWorkflowId(Long workflowId) {
    this.workflowId = workflowId;
  }

  public Long getInstanceId() {
    return instanceId;
  }

  public void setInstanceId(Long instanceId) {
    this.instanceId = instanceId;
  }

  public String getWithin() {
    return within;
  }

  public void setWithin(String within) {
    this.within = within;
  }

  public String getFrom() {
    return from;
  }

  public void setFrom(String from) {
    this.from = from;
  }

  public String getTo() {
    return to;
  }

  public void setTo(String to) {
    this.to = to;
  }
}
