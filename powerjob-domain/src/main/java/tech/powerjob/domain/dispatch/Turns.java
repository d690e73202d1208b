package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.domain.dispatch.Limits.Waiters;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Workers;

/**
 * Dispatches those who wait as soon as there is room for them. Any server may do so for any job:
 * the one that saw a run end is the first to know. Thread-safe.
 */
public final class Turns {
  private static final int APP_BATCH = 500;

  private final Jobs jobs;
  private final Limits limits;
  private final Workers workers;
  private final Dispatcher dispatcher;
  private final Vacancies vacancies;

  public Turns(
      Jobs jobs, Limits limits, Workers workers, Dispatcher dispatcher, Vacancies vacancies) {
    this.jobs = jobs;
    this.limits = limits;
    this.workers = workers;
    this.dispatcher = dispatcher;
    this.vacancies = vacancies;
  }

  /** Serves those who may have waited for what was noted. */
  public void serve(Vacancies.Noted noted, Instant now) {
    if (!noted.jobs().isEmpty()) {
      jobs.findAll(noted.jobs()).values().forEach(job -> serve(job, now));
    }
    noted.apps().forEach(appId -> serve(appId, now));
  }

  private void serve(Job job, Instant now) {
    vacancies.seen(job.getId(), Limits.concern(job));
    if (job.getMaxInstanceNum() > 0) {
      var line = new Waiters(job.getAppId(), Optional.of(job.getId()), WaitingFor.TURN);
      dispatcher.dispatch(limits.waiting(line, LimitedDispatch.LOOK_AHEAD), now);
    }
    var pools = job.getOptions().getPools();
    if (pools != null && !pools.isEmpty()) {
      dispatcher.dispatch(
          limits.waitingForPools(
              job.getAppId(),
              pools.stream().map(PoolUse::name).toList(),
              LimitedDispatch.LOOK_AHEAD),
          now);
    }
  }

  private void serve(long appId, Instant now) {
    if (workers.ofApp(appId).stream().noneMatch(each -> each.isAlive(now) && !each.isFull())) {
      return;
    }
    vacancies.waitsNoMore(appId); // Before looking; who still has to wait says so again.
    dispatcher.dispatch(
        limits.waiting(new Waiters(appId, Optional.empty(), WaitingFor.WORKER), APP_BATCH), now);
  }
}
