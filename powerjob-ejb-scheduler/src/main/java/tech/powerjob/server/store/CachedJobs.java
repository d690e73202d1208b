package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.job.JobChanged;

/**
 * Definitions of jobs, kept for a moment, because a run looks its job up several times and busy
 * jobs run thousands of times a second. What this server changes counts as soon as it is committed;
 * what another one changes counts here {@link #FRESHNESS} later at most. Due jobs are always read.
 * Thread-safe; the jobs are shared and not to be changed.
 */
@ApplicationScoped
public class CachedJobs implements Jobs {
  /** How long this server may go on with what it has read. */
  static final Duration FRESHNESS = Duration.ofSeconds(1);

  private static final int MAX_ENTRIES = 20_000;

  private record Entry(Job job, long readNanos) {}

  private final Jobs stored;
  private final LongSupplier nanoClock;
  private final ConcurrentHashMap<Long, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** For the proxy. */
  protected CachedJobs() {
    this((Jobs) null, null);
  }

  @Inject
  public CachedJobs(JpaJobs stored) {
    this(stored, System::nanoTime);
  }

  CachedJobs(Jobs stored, LongSupplier nanoClock) {
    this.stored = stored;
    this.nanoClock = nanoClock;
  }

  @Override
  public List<Job> findDue(Partitions partitions, Instant until, int limit) {
    return stored.findDue(partitions, until, limit);
  }

  @Override
  public Map<Long, Job> findAll(Collection<Long> ids) {
    long now = nanoClock.getAsLong();
    var found = new HashMap<Long, Job>();
    var missing = new ArrayList<Long>();
    for (var id : ids) {
      var entry = entries.get(id);
      if (entry != null && now - entry.readNanos() < FRESHNESS.toNanos()) {
        found.put(id, entry.job());
      } else {
        missing.add(id);
      }
    }
    if (!missing.isEmpty()) {
      long changesBefore = changes.get();
      var read = stored.findAll(missing);
      found.putAll(read);
      remember(read, now, changesBefore);
    }
    return found;
  }

  private void remember(Map<Long, Job> read, long now, long changesBefore) {
    if (entries.size() + read.size() > MAX_ENTRIES) {
      entries.clear();
    }
    read.forEach((id, job) -> entries.put(id, new Entry(job, now)));
    if (changes.get() != changesBefore) {
      // Something was changed while this was read; it may be what was there before.
      entries.keySet().removeAll(read.keySet());
    }
  }

  /** Reads the job again next time. */
  void changed(@Observes(during = TransactionPhase.AFTER_COMPLETION) JobChanged change) {
    changes.incrementAndGet();
    entries.remove(change.jobId());
  }
}
