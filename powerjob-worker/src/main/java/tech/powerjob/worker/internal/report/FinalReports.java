package tech.powerjob.worker.internal.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.worker.internal.Ticker;

/**
 * How runs ended, by instance and latest epoch. Reports that no server has accepted yet are due
 * again and again; accepted ones are remembered for a while, so that a late command for the same
 * epoch is answered instead of run again. Bounded: both kinds by the characters of their results.
 * Thread-safe.
 */
public final class FinalReports {
  /** How much is kept, in characters of results and a share for each report. */
  public record Limits(long unaccepted, long accepted) {
    public static final Limits DEFAULT = new Limits(32L << 20, 8L << 20);
  }

  private static final Logger LOG = LoggerFactory.getLogger(FinalReports.class);

  static final Duration FIRST_REPEAT = Duration.ofSeconds(2);
  static final Duration LONGEST_REPEAT = Duration.ofSeconds(10);

  /** What a report weighs besides its result. */
  private static final long FRAME = 128;

  private final Limits limits;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Bounded unaccepted = new Bounded();
  private final Bounded accepted = new Bounded();

  /** Whether the loss of a report was already told since room was last found. */
  private boolean overflowing;

  public FinalReports(Limits limits, Ticker ticker) {
    this.limits = limits;
    this.ticker = ticker;
  }

  /** Keeps how a run ended, until accepted, instead of what is known of older epochs. */
  public void add(InstanceReport report) {
    int lost = 0;
    lock.lock();
    try {
      accepted.remove(report.instanceId());
      unaccepted.remove(report.instanceId());
      unaccepted.put(new Entry(report, ticker.nanos() + FIRST_REPEAT.toNanos(), FIRST_REPEAT));
      lost = unaccepted.shrinkTo(limits.unaccepted);
      if (lost == 0) {
        overflowing = false;
        return;
      }
      if (overflowing) {
        return;
      }
      overflowing = true;
    } finally {
      lock.unlock();
    }
    LOG.warn(
        "more results wait for a server than are kept ({} characters), the oldest are given up: the"
            + " server will take those runs for lost",
        limits.unaccepted);
  }

  /** A server has stored the report of this run, or does not need it. */
  public void accept(InstanceEpoch run) {
    lock.lock();
    try {
      var entry = unaccepted.find(run.instanceId());
      if (entry != null && entry.report.epoch() == run.epoch()) {
        unaccepted.remove(run.instanceId());
        accepted.put(entry);
        accepted.shrinkTo(limits.accepted);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How the latest known run of the instance ended. */
  public Optional<InstanceReport> find(long instanceId) {
    lock.lock();
    try {
      var entry = unaccepted.find(instanceId);
      if (entry == null) {
        entry = accepted.find(instanceId);
      }
      return Optional.ofNullable(entry).map(each -> each.report);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets how earlier runs of the instance ended: a new one begins. */
  public void forget(long instanceId) {
    lock.lock();
    try {
      unaccepted.remove(instanceId);
      accepted.remove(instanceId);
    } finally {
      lock.unlock();
    }
  }

  /** Takes up to {@code max} reports whose time has come, and plans their next time. */
  public List<InstanceReport> takeDue(int max) {
    List<InstanceReport> due = new ArrayList<>();
    lock.lock();
    try {
      long now = ticker.nanos();
      for (var entry : unaccepted.all()) {
        if (due.size() == max) {
          break;
        }
        if (entry.dueAt - now <= 0) {
          due.add(entry.report);
          entry.pause = min(entry.pause.multipliedBy(2), LONGEST_REPEAT);
          entry.dueAt = now + entry.pause.toNanos();
        }
      }
    } finally {
      lock.unlock();
    }
    return due;
  }

  /** Makes all unaccepted reports due at once: there is a new line to the servers. */
  public void repeatAll() {
    lock.lock();
    try {
      long now = ticker.nanos();
      for (var entry : unaccepted.all()) {
        entry.dueAt = now;
        entry.pause = FIRST_REPEAT;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Number of reports that no server has accepted. */
  public int unaccepted() {
    lock.lock();
    try {
      return unaccepted.all().size();
    } finally {
      lock.unlock();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static final class Entry {
    private final InstanceReport report;
    private long dueAt;
    private Duration pause;

    Entry(InstanceReport report, long dueAt, Duration pause) {
      this.report = report;
      this.dueAt = dueAt;
      this.pause = pause;
    }

    long weight() {
      return FRAME + (report.result() == null ? 0 : report.result().length());
    }
  }

  /** Entries in the order in which they came, with their weight. */
  private static final class Bounded {
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private long weight;

    void put(Entry entry) {
      entries.put(entry.report.instanceId(), entry);
      weight += entry.weight();
    }

    void remove(long instanceId) {
      var entry = entries.remove(instanceId);
      if (entry != null) {
        weight -= entry.weight();
      }
    }

    Entry find(long instanceId) {
      return entries.get(instanceId);
    }

    Collection<Entry> all() {
      return entries.values();
    }

    /** Drops the oldest, but never the last one; returns how many. */
    int shrinkTo(long limit) {
      int dropped = 0;
      var oldest = entries.values().iterator();
      while (weight > limit && entries.size() > 1) {
        weight -= oldest.next().weight();
        oldest.remove();
        dropped++;
      }
      return dropped;
    }
  }
}
