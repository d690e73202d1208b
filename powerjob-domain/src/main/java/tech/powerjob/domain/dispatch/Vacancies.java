package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where it is noted that there may be room for somebody who waits: a run has left its worker, or a
 * worker has come. Costs next to nothing for jobs and applications of which nobody waits.
 * Thread-safe.
 */
public final class Vacancies {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Long> jobs = new LinkedHashSet<>();
  private final Set<Long> apps = new LinkedHashSet<>();

  private final Set<Long> unlimited = ConcurrentHashMap.newKeySet();
  private final Set<Long> waitingApps = ConcurrentHashMap.newKeySet();

  /**
   * What was noted.
   *
   * @param jobs jobs of which a run has left its worker
   * @param apps applications whose instances may find a worker
   */
  public record Noted(List<Long> jobs, List<Long> apps) {
    public boolean isEmpty() {
      return jobs.isEmpty() && apps.isEmpty();
    }
  }

  /** Notes that a run of a job has left its worker. */
  public void freed(long appId, long jobId) {
    boolean job = !unlimited.contains(jobId);
    boolean app = waitingApps.contains(appId);
    if (job || app) {
      note(job ? jobId : null, app ? appId : null);
    }
  }

  /** Notes that others of a job may be dispatched too, because one was that had waited. */
  void next(long appId, long jobId) {
    note(jobId, appId);
  }

  /** Notes that an application's worker can take runs. */
  public void workerReady(long appId, boolean isNew) {
    if (isNew || waitingApps.contains(appId)) {
      note(null, appId);
    }
  }

  private void note(Long jobId, Long appId) {
    lock.lock();
    try {
      boolean added = jobId != null && jobs.add(jobId);
      added |= appId != null && apps.add(appId);
      if (added) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Notes that somebody of the application waits for a worker. */
  void waits(long appId) {
    waitingApps.add(appId);
  }

  /** Notes that nobody of the application waits for a worker any more. */
  void waitsNoMore(long appId) {
    waitingApps.remove(appId);
  }

  /** Notes whether a job has limits; one without has nobody who waits for its runs to end. */
  void seen(long jobId, boolean limited) {
    if (limited) {
      unlimited.remove(jobId);
    } else {
      unlimited.add(jobId);
    }
  }

  /** Forgets which jobs have no limits: somebody may have given them some. */
  public void forgetSeen() {
    unlimited.clear();
  }

  /** Takes what was noted, after at most so long. */
  public Noted take(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (jobs.isEmpty() && apps.isEmpty()) {
        var ignored = changed.await(patience.toNanos(), TimeUnit.NANOSECONDS);
      }
      var noted = new Noted(List.copyOf(jobs), List.copyOf(apps));
      jobs.clear();
      apps.clear();
      return noted;
    } finally {
      lock.unlock();
    }
  }
}
