package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tech.powerjob.domain.instance.JobInstance;

/**
 * Instances that wait for their instant, in memory. It is a convenience: each of them has a row
 * with the same deadline, so losing the queue delays them by one turn of the watch and loses none.
 * Thread-safe.
 */
public final class ReleaseQueue {
  private record Entry(Instant at, JobInstance instance) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Entry> byTime = new PriorityQueue<>(Comparator.comparing(Entry::at));
  private final Map<Long, Entry> byId = new HashMap<>();

  /** Those that were not given ahead yet. */
  private final PriorityQueue<Entry> untried = new PriorityQueue<>(Comparator.comparing(Entry::at));

  /**
   * Adds instances that wait for dispatch at their deadline. One that is there already stays as it
   * is.
   */
  public void add(List<JobInstance> instances) {
    lock.lock();
    try {
      var first = byTime.peek();
      for (var instance : instances) {
        var entry = new Entry(instance.deadline().orElseThrow(), instance);
        if (byId.putIfAbsent(instance.instanceId(), entry) == null) {
          byTime.add(entry);
          untried.add(entry);
        }
      }
      if (byTime.peek() != first) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes out those whose instant has come, earliest first. */
  public List<JobInstance> poll(Instant now, int limit) {
    lock.lock();
    try {
      var due = new ArrayList<JobInstance>();
      while (due.size() < limit && !byTime.isEmpty() && !byTime.peek().at().isAfter(now)) {
        var entry = byTime.remove();
        if (byId.remove(entry.instance().instanceId(), entry)) {
          due.add(entry.instance());
        }
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Those whose instant is after {@code now} and not after {@code until}, earliest first. They stay
   * here, but each is given only once.
   */
  public List<JobInstance> ahead(Instant now, Instant until, int limit) {
    lock.lock();
    try {
      var near = new ArrayList<JobInstance>();
      while (near.size() < limit && !untried.isEmpty() && !untried.peek().at().isAfter(until)) {
        var entry = untried.remove();
        if (entry.at().isAfter(now) && byId.get(entry.instance().instanceId()) == entry) {
          near.add(entry.instance());
        }
      }
      return near;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out instances that were dealt with ahead. */
  public void remove(List<JobInstance> instances) {
    lock.lock();
    try {
      // Their entries by time are passed over when they come up.
      instances.forEach(instance -> byId.remove(instance.instanceId()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the first instant has come, as seen from {@code now}, or something earlier was
   * added.
   *
   * @return whether something earlier was added
   */
  public boolean await(Instant now, Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      var first = byTime.peek();
      long nanos = atMost.toNanos();
      if (first != null) {
        nanos = Math.min(nanos, Duration.between(now, first.at()).toNanos());
      }
      return nanos > 0 && changed.await(nanos, TimeUnit.NANOSECONDS);
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return byId.size();
    } finally {
      lock.unlock();
    }
  }
}
