package tech.powerjob.web.page.instance;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.web.page.ActRequest;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.ConsoleSession;
import tech.powerjob.web.page.KeysetPage;
import tech.powerjob.web.page.Notices;
import tech.powerjob.web.page.Texts;

/** The list of instances. */
@Named
@ViewScoped
public class InstancesPage extends KeysetPage<InstanceRow> {
  private static final long serialVersionUID = 1L;
  private static final int SIZE = 30;

  @Inject Jobs jobs;
  @Inject InstanceService instances;
  @Inject InstanceActs acts;
  @Inject RunningServer server;
  @Inject Console console;
  @Inject ConsoleSession session;
  @Inject Notices notices;
  @Inject Texts texts;

  private Long jobId;
  private InstanceStatus status;
  private Trigger trigger;
  private String worker;
  private String text;
  private String within;
  private String from;
  private String to;
  private Long wfInstanceId;

  @PostConstruct
  void readAddress() {
    jobId = Address.number("job").orElse(null);
    status = Address.constant("status", InstanceStatus.class).orElse(null);
    trigger = Address.constant("trigger", Trigger.class).orElse(null);
    worker = Address.text("worker").orElse(null);
    text = Address.text("text").orElse(null);
    within = Address.text("within").filter(getSpans()::contains).orElse(null);
    from = Address.text("from").orElse(null);
    to = Address.text("to").orElse(null);
    wfInstanceId = Address.number("workflowRun").orElse(null);
    begin();
  }

  @Override
  protected Address address() {
    return new Address()
        .with("job", jobId)
        .with("status", status)
        .with("trigger", trigger)
        .with("worker", worker)
        .with("text", text)
        .with("within", within)
        .with("from", from)
        .with("to", to)
        .with("workflowRun", wfInstanceId);
  }

  @Override
  protected Slice<InstanceRow> read(String cursor) {
    if (console.app().isEmpty()) {
      return new Slice<>(List.of(), null);
    }
    long appId = console.appId(Permission.READ);
    InstanceFilter filter;
    try {
      filter = filter(cursor);
    } catch (IllegalArgumentException e) {
      notices.failed(texts.said(e.getMessage()));
      return new Slice<>(List.of(), null);
    }
    var page = instances.look(appId, filter);
    var names = names(page.instances());
    return new Slice<>(
        page.instances().stream()
            .map(each -> InstanceRow.of(each, names.get(each.getJobId())))
            .toList(),
        page.next() == null ? null : page.next().toString());
  }

  private InstanceFilter filter(String cursor) {
    return new InstanceFilter(
        Optional.ofNullable(jobId),
        status == null ? List.of() : List.of(status),
        Optional.empty(),
        word(worker),
        word(text),
        within == null ? instant("from", from) : Optional.of(since()),
        within == null ? instant("to", to) : Optional.empty(),
        Optional.ofNullable(trigger),
        Optional.ofNullable(wfInstanceId),
        Address.parse(cursor),
        SIZE);
  }

  private static Optional<String> word(String text) {
    return Optional.ofNullable(text).map(String::trim).filter(word -> !word.isEmpty());
  }

  private Instant since() {
    return server.engine().now().minus(Duration.parse(within));
  }

  /** What browsers write for a local time, meant in the viewer's zone. */
  private Optional<Instant> instant(String name, String local) {
    try {
      return word(local).map(LocalDateTime::parse).map(at -> at.atZone(session.zone()).toInstant());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a time such as 2026-03-04T05:06".formatted(name, local), e);
    }
  }

  private Map<Long, String> names(List<InstanceInfoDTO> shown) {
    var names = new HashMap<Long, String>();
    jobs.findAll(shown.stream().map(InstanceInfoDTO::getJobId).distinct().toList())
        .forEach((id, job) -> names.put(id, job.getJobName()));
    return names;
  }

  /** Does what the clicked button stands for. */
  public void act() {
    var act = ActRequest.current();
    boolean many = act.name().endsWith("All");
    var what = many ? act.name().substring(0, act.name().length() - 3) : act.name();
    long done =
        (many ? act.picked() : List.of(act.id()))
            .stream().filter(id -> acts.attempt(what, id)).count();
    if (done > 0) {
      notices.done(texts.get("instance.done." + what, done));
    }
    reread();
  }

  /** Whether something is left out of the list. */
  public boolean isFiltered() {
    return Stream.of(jobId, status, trigger, worker, text, within, from, to, wfInstanceId)
        .anyMatch(each -> each != null && !each.toString().isBlank());
  }

  /** Name of the job to which the list is confined; {@code null} if it is not, or unknown. */
  public String getJobName() {
    if (jobId == null || console.app().isEmpty()) {
      return null;
    }
    var job = jobs.findAll(List.of(jobId)).get(jobId);
    return job != null && Objects.equals(job.getAppId(), console.appId(Permission.READ))
        ? job.getJobName()
        : null;
  }

  public List<InstanceStatus> getStatuses() {
    return Arrays.asList(InstanceStatus.values());
  }

  public List<Trigger> getTriggers() {
    return Arrays.asList(Trigger.values());
  }

  /** Spans of time to choose from, as ISO-8601 writes them. */
  public List<String> getSpans() {
    return List.of("PT15M", "PT1H", "PT6H", "P1D", "P7D", "P30D");
  }

  public Long getJobId() {
    return jobId;
  }

  public void setJobId(Long jobId) {
    this.jobId = jobId;
  }

  public InstanceStatus getStatus() {
    return status;
  }

  public void setStatus(InstanceStatus status) {
    this.status = status;
  }

  public Trigger getTrigger() {
    return trigger;
  }

  public void setTrigger(Trigger trigger) {
    this.trigger = trigger;
  }

  public String getWorker() {
    return worker;
  }

  public void setWorker(String worker) {
    this.worker = worker;
  }

  public String getText() {
    return text;
  }

  public void setText(String text) {
    this.text = text;
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

  public Long getWfInstanceId() {
    return wfInstanceId;
  }

  public void setWfInstanceId(Long wfInstanceId) {
    this.wfInstanceId = wfInstanceId;
  }
}
