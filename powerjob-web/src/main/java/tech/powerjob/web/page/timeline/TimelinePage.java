package tech.powerjob.web.page.timeline;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobSearch;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;

/** What ran of late and what will run in the next hours, a line per job. */
@Named
@ViewScoped
public class TimelinePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LANES = 40;
  private static final int RUNS = 1_000;
  private static final int FIRINGS = 60;
  private static final long WIDTH = 10_000;

  /** A run, or what will be one: its place on a line of 10 000 steps. */
  public record Mark(long x, long width, String state, Long id, long from, Long to) {}

  /** A job's line. */
  public record Lane(long jobId, String name, List<Mark> runs, List<Mark> firings) {}

  /** A time on the scale. */
  public record Tick(long x, long at) {}

  @Inject InstanceService instances;
  @Inject JobSearch search;
  @Inject Jobs jobs;
  @Inject SchedulePreview previews;
  @Inject RunningServer server;
  @Inject Console console;

  private String span;
  private transient List<Lane> lanes;
  private transient List<Tick> ticks;
  private transient boolean whole;
  private transient long begin;
  private transient long end;
  private transient long now;

  @PostConstruct
  void open() {
    span = Address.text("span").filter(getSpans()::contains).orElse("PT2H");
    read();
  }

  private void read() {
    var length = Duration.parse(span);
    var at = server.engine().now();
    now = at.toEpochMilli();
    begin = now - length.toMillis() / 2;
    end = now + length.toMillis() / 2;
    ticks = ticks();
    lanes = List.of();
    whole = true;
    if (console.app().isEmpty()) {
      return;
    }
    long appId = console.appId(Permission.READ);
    var found = runs(appId);
    var byJob = new LinkedHashMap<Long, List<InstanceInfoDTO>>();
    found.forEach(run -> byJob.computeIfAbsent(run.getJobId(), id -> new ArrayList<>()).add(run));
    var names = names(byJob.keySet().stream().toList());
    var all = new LinkedHashMap<Long, Lane>();
    byJob.forEach(
        (id, runs) ->
            all.put(
                id,
                new Lane(
                    id,
                    names.getOrDefault(id, String.valueOf(id)),
                    runs.stream().map(this::mark).toList(),
                    new ArrayList<>())));
    upcoming(appId, all);
    whole &= all.size() <= LANES;
    lanes =
        all.values().stream()
            .sorted(Comparator.comparing(Lane::name, String.CASE_INSENSITIVE_ORDER))
            .limit(LANES)
            .toList();
  }

  private List<InstanceInfoDTO> runs(long appId) {
    var page =
        instances.look(
            appId,
            new InstanceFilter(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Instant.ofEpochMilli(begin)),
                Optional.of(Instant.ofEpochMilli(now)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                RUNS));
    whole = page.instances().size() < RUNS;
    return page.instances();
  }

  private Map<Long, String> names(List<Long> ids) {
    var names = new LinkedHashMap<Long, String>();
    jobs.findAll(ids).forEach((id, job) -> names.put(id, job.getJobName()));
    return names;
  }

  private Mark mark(InstanceInfoDTO run) {
    long from =
        run.getActualTriggerTime() == null
            ? run.getExpectedTriggerTime()
            : run.getActualTriggerTime();
    long to = run.getFinishedTime() == null ? now : run.getFinishedTime();
    long x = x(from);
    return new Mark(
        x,
        Math.max(25, x(to) - x),
        String.valueOf(run.getStatus()),
        run.getInstanceId(),
        from,
        run.getFinishedTime());
  }

  /** What schedules that fire within the time will do, of those jobs that fire first. */
  private void upcoming(long appId, Map<Long, Lane> all) {
    for (var job : search.nextToFire(appId, Instant.ofEpochMilli(end), LANES)) {
      var lane =
          all.computeIfAbsent(
              job.getId(), id -> new Lane(id, job.getJobName(), List.of(), new ArrayList<>()));
      try {
        previews.ofJob(appId, job.getId(), FIRINGS).firings().stream()
            .filter(due -> due.at() >= now && due.at() < end)
            .forEach(
                due -> lane.firings().add(new Mark(x(due.at()), 25, "due", null, due.at(), null)));
      } catch (PowerJobException | IllegalArgumentException e) {
        // Changed or deleted since it was found: then there is nothing to show of it.
        whole = false;
      }
    }
  }

  private long x(long at) {
    return Math.max(0, Math.min(WIDTH, (at - begin) * WIDTH / (end - begin)));
  }

  private List<Tick> ticks() {
    long step = Duration.parse(span).toMillis() / 8;
    var found = new ArrayList<Tick>();
    for (long at = (begin / step + 1) * step; at < end; at += step) {
      found.add(new Tick(x(at), at));
    }
    return found;
  }

  /** Time goes on, so all of it is drawn anew. */
  public void refresh() {
    read();
    PrimeFaces.current().ajax().update("line:lanes");
  }

  /** Another span of time. */
  public void chooseSpan() {
    new Address().with("span", span).show();
    read();
  }

  public long getNowX() {
    return x(now);
  }

  public List<Lane> getLanes() {
    if (lanes == null) {
      read();
    }
    return lanes;
  }

  public List<Tick> getTicks() {
    return ticks;
  }

  /** Whether everything of that time is shown. */
  public boolean isWhole() {
    return whole;
  }

  public List<String> getSpans() {
    return List.of("PT30M", "PT2H", "PT8H", "P1D");
  }

  public String getSpan() {
    return span;
  }

  /** Takes one of {@link #getSpans}; requests that were made up may have none, or another. */
  public void setSpan(String span) {
    if (getSpans().contains(String.valueOf(span))) {
      this.span = span;
    }
  }
}
