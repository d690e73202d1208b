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
  private static final int STRETCH = 10_000;
  private static final long TIME_NANOS = 150_000_000;

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
    if (!filter.isSelective()) {
      return whole(InstanceSearch.of(transactions, appId, filter).page(0, filter.limit()), filter);
    }
    long end = nanoClock.getAsLong() + TIME_NANOS;
    var found = new ArrayList<JobInstance>();
    var rest = filter;
    while (true) {
      var floor = InstanceSearch.idAfter(transactions, appId, rest, STRETCH);
      var search = InstanceSearch.of(transactions, appId, rest);
      floor.ifPresent(search::notOlderThan);
      found.addAll(search.page(0, rest.limit()));
      if (found.size() >= filter.limit()) {
        return whole(found, filter);
      }
      if (floor.isEmpty()) {
        return new Found(found, null);
      }
      if (nanoClock.getAsLong() - end >= 0) {
        return new Found(found, floor.getAsLong());
      }
      rest = filter.from(floor.getAsLong(), filter.limit() - found.size());
    }
  }

  private static Found whole(List<JobInstance> found, InstanceFilter filter) {
    boolean full = found.size() >= filter.limit();
    return new Found(found, full ? found.get(found.size() - 1).instanceId() : null);
  }
}
