package tech.powerjob.server.store;

import java.sql.SQLException;
import java.util.Optional;
import tech.powerjob.domain.instance.InstanceIds;

/**
 * Goes back through the ids of a table, a window at a time. A window is a range of ids, which every
 * database finds in an index; the order from the newest to the oldest it may not, and then sorts
 * all there is. Not thread-safe.
 */
public final class IdWindows {
  private static final long LONGEST = 1L << 60;

  /** A window is at most so many times as long as the one before. */
  private static final int MOST = 8;

  private final long shortest;
  private final long oldest;
  private long ceiling;
  private long floor;
  private long length;

  private IdWindows(long shortest, long first, long oldest, long end) {
    this.shortest = shortest;
    this.length = first;
    this.oldest = oldest;
    this.floor = end;
  }

  /**
   * The windows over a table whose ids are {@link InstanceIds ids that grow with time}, the first
   * of a second.
   *
   * @param before only ids smaller than this
   */
  static IdWindows ofTimes(
      Transactions transactions, String table, String id, Optional<Long> before) {
    long milli = InstanceIds.PER_MILLI;
    return of(transactions, table, id, before, milli, milli * 1_000);
  }

  /**
   * The windows over all instances there are, as {@link #ofTimes}.
   *
   * @param before only ids smaller than this
   */
  static IdWindows ofInstances(Transactions transactions, Optional<Long> before) {
    return ofTimes(transactions, "instance_info", "instance_id", before);
  }

  /**
   * The windows over a table whose ids are numbers in a row.
   *
   * @param before only ids smaller than this
   * @param first length of the first window
   */
  public static IdWindows of(
      Transactions transactions, String table, String id, Optional<Long> before, long first) {
    return of(transactions, table, id, before, 1, first);
  }

  private static IdWindows of(
      Transactions transactions,
      String table,
      String id,
      Optional<Long> before,
      long shortest,
      long first) {
    return transactions.read(
        connection -> {
          try (var select =
                  connection.prepareStatement(
                      "SELECT MIN(%1$s), MAX(%1$s) FROM %2$s".formatted(id, table));
              var row = select.executeQuery()) {
            if (!row.next()) {
              throw new SQLException("an aggregate has no row");
            }
            // Both are 0 where there is nothing.
            long end = row.getLong(2) + 1;
            return new IdWindows(
                shortest, first, row.getLong(1), Math.min(end, before.orElse(end)));
          }
        });
  }

  /** Goes to the next older window; {@code false} if that was the last one. */
  public boolean next() {
    if (isLast()) {
      return false;
    }
    ceiling = floor;
    floor = Math.max(oldest, ceiling - length);
    return true;
  }

  /** Whether nothing is older than this window. */
  public boolean isLast() {
    return floor <= oldest;
  }

  /** The lowest id of this window. */
  public long floor() {
    return floor;
  }

  /** The id after the highest of this window. */
  public long ceiling() {
    return ceiling;
  }

  /** Makes the windows that follow so many times as long, from an eighth to eight times. */
  public void scale(double factor) {
    length = (long) Math.min(LONGEST, Math.max(shortest, length * clamped(factor)));
  }

  /**
   * Makes the windows that follow about so long that one holds what is still wanted.
   *
   * @param found how many the present window held; where there was nothing the next is the longest
   */
  void scaleFor(long wanted, long found) {
    scale(found == 0 ? MOST : wanted / (double) found);
  }

  private static double clamped(double factor) {
    return Math.min(MOST, Math.max(1.0 / MOST, factor));
  }
}
