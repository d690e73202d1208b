package tech.powerjob.web.page.overview;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.primefaces.PrimeFaces;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.Activity;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.LedgerHealth;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.server.worker.Overviews;
import tech.powerjob.server.worker.WorkerService;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.instance.InstanceRow;

/** How an application stands. */
@Named
@ViewScoped
public class HomePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 8;
  private static final Duration RECENT = Duration.ofHours(24);

  @Inject Overviews overviews;
  @Inject WorkerService workers;
  @Inject LedgerHealth ledger;
  @Inject Activity activity;
  @Inject InstanceService instances;
  @Inject Jobs jobs;
  @Inject RunningServer server;
  @Inject Console console;

  private String span = "PT1H";
  private transient Overviews.Overview overview;
  private transient List<WorkerRow> workerRows;
  private transient LedgerHealth.Health health;
  private transient Chart chart;
  private transient List<InstanceRow> failed;
  private transient List<InstanceRow> running;

  @PostConstruct
  void open() {
    span = Address.text("span").filter(getSpans()::contains).orElse("PT1H");
    read();
  }

  private void read() {
    if (console.app().isEmpty()) {
      return;
    }
    long appId = console.appId(Permission.READ);
    var now = server.engine().now();
    overview = overviews.of(appId);
    workerRows =
        workers.list(appId).stream().map(each -> WorkerRow.of(each, now)).sorted().toList();
    health = ledger.of(appId);
    chart = Chart.of(activity.of(appId, Duration.parse(span)));
    failed = newest(appId, InstanceStatus.FAILED);
    running = newest(appId, InstanceStatus.RUNNING);
  }

  private List<InstanceRow> newest(long appId, InstanceStatus status) {
    var found =
        instances
            .look(appId, InstanceFilter.newest(status, server.engine().now().minus(RECENT), SHOWN))
            .instances();
    var names = new HashMap<Long, String>();
    jobs.findAll(found.stream().map(InstanceInfoDTO::getJobId).distinct().toList())
        .forEach((id, job) -> names.put(id, job.getJobName()));
    return found.stream().map(each -> InstanceRow.of(each, names.get(each.getJobId()))).toList();
  }

  /** Reads anew and draws what has changed. */
  public void refresh() {
    var before = shown();
    read();
    var now = shown();
    var ajax = PrimeFaces.current().ajax();
    for (var part : now.keySet()) {
      if (!Objects.equals(now.get(part), before.get(part))) {
        ajax.update("home:" + part);
      }
    }
  }

  private Map<String, Object> shown() {
    var shown = new HashMap<String, Object>();
    if (overview != null) {
      shown.put(
          "cards",
          List.of(
              getOpen(),
              overview.failedInstances(),
              overview.jobs(),
              overview.enabledJobs(),
              overview.workersAlive(),
              overview.workersLost(),
              overview.servers(),
              health));
      shown.put("charts", chart);
      shown.put("lists", List.of(failed, running));
      shown.put("workers", workerRows);
    }
    return shown;
  }

  /** Another span of time. */
  public void chooseSpan() {
    new Address().with("span", span).show();
    read();
  }

  /** Instances that have not ended. */
  public long getOpen() {
    return overview.unfinished().values().stream().mapToLong(Long::longValue).sum();
  }

  public long getRunningNow() {
    return overview.unfinished().getOrDefault(InstanceStatus.RUNNING.name(), 0L);
  }

  /** Instances that have not begun. */
  public long getWaitingNow() {
    return getOpen() - getRunningNow();
  }

  /** Whether there is no application to show. */
  public boolean isNowhere() {
    return overview == null;
  }

  public Overviews.Overview getOverview() {
    return overview;
  }

  public List<WorkerRow> getWorkers() {
    return workerRows;
  }

  public LedgerHealth.Health getHealth() {
    return health;
  }

  public Chart getChart() {
    return chart;
  }

  public List<InstanceRow> getFailed() {
    return failed;
  }

  public List<InstanceRow> getRunning() {
    return running;
  }

  /** The server's clock, for the browser to compare its own with: epoch milliseconds. */
  public long getServerTime() {
    return server.engine().now().toEpochMilli();
  }

  public String getServerZone() {
    return ZoneId.systemDefault().getId().toLowerCase(Locale.ROOT);
  }

  public List<String> getSpans() {
    return List.of("PT1H", "PT6H", "P1D");
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
