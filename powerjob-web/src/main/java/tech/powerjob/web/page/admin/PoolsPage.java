package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.pool.PoolService;
import tech.powerjob.server.pool.PoolView;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Console;
import tech.powerjob.web.page.Texts;

/** Pools of permits: how many there are, who holds them, who waits for them. */
@Named
@ViewScoped
public class PoolsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String HERE = "/admin/pools.xhtml?faces-redirect=true";

  /** A pool in the list. */
  public record Row(
      String name,
      boolean global,
      int capacity,
      int inUse,
      int waiting,
      List<User> holders,
      List<User> waiters,
      boolean changeable)
      implements Serializable {
    /** How full it is, in percent, at most 100. */
    public int fill() {
      return capacity == 0 ? 100 : Math.min(100, 100 * inUse / capacity);
    }

    /** Users that are of other applications, or too many to be listed. */
    public int others() {
      return Math.max(0, waiting - waiters.size());
    }
  }

  /** A run that holds permits or waits for them, since when in epoch milliseconds. */
  public record User(String instanceId, long jobId, String job, int permits, long since)
      implements Serializable {}

  @Inject PoolService pools;
  @Inject JobService jobs;
  @Inject CurrentUser caller;
  @Inject Console console;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private String name;
  private Integer capacity;
  private boolean global;
  private List<Row> rows = List.of();

  /** Reads the list. */
  public void load() {
    if (console.app().isEmpty()) {
      return;
    }
    long appId = console.appId(Permission.READ);
    rows = pools.list(appId).stream().map(pool -> row(appId, pool)).toList();
  }

  private Row row(long appId, PoolView pool) {
    boolean everybodys = pool.appId() == PoolService.GLOBAL;
    return new Row(
        pool.name(),
        everybodys,
        pool.capacity(),
        pool.inUse(),
        pool.waiting(),
        users(appId, pool.holders()),
        users(appId, pool.waiters()),
        everybodys ? isEverywhere() : isWriter());
  }

  private List<User> users(long appId, List<PoolView.User> users) {
    return users.stream()
        .map(
            user ->
                new User(
                    user.instanceId(),
                    user.jobId(),
                    jobName(appId, user.jobId()),
                    user.permits(),
                    user.since()))
        .toList();
  }

  private String jobName(long appId, long jobId) {
    return jobs.find(appId, new JobInfoQuery().setIdEq(jobId), 1).stream()
        .map(job -> job.getJobName())
        .findFirst()
        .orElse("#" + jobId);
  }

  /** Makes the pool of the form, or changes how many permits it has. */
  public String save() {
    if (!attempts.succeeds(
        () -> pools.put(caller.ownerToChange(global, console.getAppId()), name, capacity))) {
      return null;
    }
    attempts.done(texts.get("admin.saved", name));
    return HERE;
  }

  /** Takes a pool into the form. */
  public void edit(Row row) {
    name = row.name();
    capacity = row.capacity();
    global = row.global();
  }

  public String delete(Row row) {
    if (!attempts.succeeds(
        () -> pools.delete(caller.ownerToChange(row.global(), console.getAppId()), row.name()))) {
      return null;
    }
    attempts.done(texts.get("admin.deleted", row.name()));
    return HERE;
  }

  /** Whether the viewer may change pools of the application. */
  public boolean isWriter() {
    return console
        .app()
        .filter(app -> caller.get().grants().allows(Permission.WRITE, app.id(), app.namespaceId()))
        .isPresent();
  }

  /** Whether the viewer may change pools for all applications. */
  public boolean isEverywhere() {
    return caller.get().grants().allowsEverywhere(Permission.SU);
  }

  public List<Row> getRows() {
    return rows;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public Integer getCapacity() {
    return capacity;
  }

  public void setCapacity(Integer capacity) {
    this.capacity = capacity;
  }

  public boolean isGlobal() {
    return global;
  }

  public void setGlobal(boolean global) {
    this.global = global;
  }
}
