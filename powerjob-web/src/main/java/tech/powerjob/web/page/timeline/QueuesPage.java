package tech.powerjob.web.page.timeline;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.primefaces.PrimeFaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.Waits;
import tech.powerjob.server.pool.PoolService;
import tech.powerjob.server.pool.PoolView;
import tech.powerjob.web.page.Console;

/** What waits for what. */
@Named
@ViewScoped
public class QueuesPage implements Serializable {
  private static final long serialVersionUID = 1L;

  @Inject Waits waits;
  @Inject PoolService pools;
  @Inject Jobs jobs;
  @Inject Console console;

  private transient List<Waits.Queue> queues;
  private transient List<PoolView> used;
  private transient Map<Long, String> names;

  private void read() {
    boolean none = console.app().isEmpty();
    long appId = none ? 0 : console.appId(Permission.READ);
    queues = none ? List.of() : waits.of(appId);
    used = none ? List.of() : pools.list(appId);
    names = new HashMap<>();
    var ids =
        Stream.of(
                queues.stream().map(Waits.Queue::jobId),
                used.stream().flatMap(pool -> pool.holders().stream()).map(PoolView.User::jobId),
                used.stream().flatMap(pool -> pool.waiters().stream()).map(PoolView.User::jobId))
            .flatMap(each -> each)
            .distinct()
            .toList();
    jobs.findAll(ids)
        .forEach(
            (id, job) -> {
              // A pool for all is shared with applications that the user may not see.
              if (job.getAppId() == appId) {
                names.put(id, job.getJobName());
              }
            });
  }

  /** Reads anew and draws what has changed. */
  public void refresh() {
    var before = List.of(getQueues(), used);
    read();
    if (!before.equals(List.of(queues, used))) {
      PrimeFaces.current().ajax().update("queues:all");
    }
  }

  public List<Waits.Queue> getQueues() {
    if (queues == null) {
      read();
    }
    return queues;
  }

  public List<PoolView> getPools() {
    getQueues();
    return used;
  }

  /** Names of the jobs of this application by their ids. */
  public Map<Long, String> getNames() {
    getQueues();
    return names;
  }
}
