package tech.powerjob.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import tech.powerjob.domain.instance.JobInstance;

/**
 * Searches instances for people, who would rather be told how far it has come than wait: looks at a
 * stretch of instances at a time, the newest first, until it has enough or its time is up. So one
 * answer costs the same whether there are thousands of instances or millions. Thread-safe.
 */
public final class BoundedSearch {
  private static final long TIME_NANOS = 150_000_000;

  /** A look at a stretch that takes less is followed by one at a longer stretch. */
  private static final long QUICK_NANOS = 15_000_000;

  /** One that takes more, by one at a shorter stretch. */
  private static final long SLOW_NANOS = 60_000_000;

  private final Transactions transactions;
  private final LongSupplier nanoClock;

  public BoundedSearch(Transactions transactions, LongSupplier nanoClock) {
    this.transactions = transactions;
    this.nanoClock = nanoClock;
  }

  /**
   * What was found.
   *
   * @param instances at most as many as were wanted; fewer, even none, is not the end
   * @param next where to go on ({@link InstanceFilter#before()}); {@code null} at the end
   */
  public record Found(List<JobInstance> instances, Long next) {}

  /** Instances of the application that the filter lets through, the newest first. */
  public Found find(long appId, InstanceFilter filter) {
    if (InstanceSearch.areFew(filter)) {
      return whole(InstanceSearch.of(transactions, appId, filter).page(0, filter.limit()), filter);
    }
    long begun = nanoClock.getAsLong();
    long end = begun + TIME_NANOS;
    var found = new ArrayList<JobInstance>();
    var windows = IdWindows.ofInstances(transactions, filter.before());
    while (windows.next()) {
      int wanted = filter.limit() - found.size();
      var search =
          InstanceSearch.of(transactions, appId, filter.from(windows.ceiling(), wanted))
              .notOlderThan(windows.floor());
      found.addAll(search.page(0, wanted));
      if (found.size() >= filter.limit()) {
        return whole(found, filter);
      }
      long now = nanoClock.getAsLong();
      if (now - end >= 0) {
        return new Found(found, windows.isLast() ? null : windows.floor());
      }
      windows.scale(now - begun < QUICK_NANOS ? 4 : now - begun > SLOW_NANOS ? 0.25 : 1);
      begun = now;
    }
    return new Found(found, null);
  }

  private static Found whole(List<JobInstance> found, InstanceFilter filter) {
    boolean full = found.size() >= filter.limit();
    return new Found(found, full ? found.get(found.size() - 1).instanceId() : null);
  }
}
