package tech.powerjob.domain.account;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down the guessing of passwords. Failures are counted per name and address together, per
 * address, and per name; past a limit every further failure doubles the wait before the next try is
 * looked at, up to {@link #LONGEST_WAIT}. Kept in memory, bounded, and forgotten after {@link
 * #MEMORY} without a failure. Thread-safe.
 */
public final class LoginThrottle {
  static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  static final Duration MEMORY = Duration.ofMinutes(15);
  static final int MAX_KEYS = 10_000;

  /** Failures that are free, narrow key first: who mistypes is not punished for others. */
  private static final int PER_NAME_AND_ADDRESS = 5;

  private static final int PER_ADDRESS = 30;
  private static final int PER_NAME = 100;

  private record Key(String name, String address) {
    int freeFailures() {
      if (name == null) {
        return PER_ADDRESS;
      }
      return address == null ? PER_NAME : PER_NAME_AND_ADDRESS;
    }
  }

  private record Failures(int count, Instant last) {}

  private final Map<Key, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Failures> eldest) {
          return size() > MAX_KEYS;
        }
      };

  /** How long the caller has to wait before a try is looked at; zero if it may try now. */
  public synchronized Duration waitBefore(String name, String address, Instant now) {
    var longest = Duration.ZERO;
    for (var key : keys(name, address)) {
      var wait = wait(key, now);
      if (wait.compareTo(longest) > 0) {
        longest = wait;
      }
    }
    return longest;
  }

  /** Counts a wrong password. */
  public synchronized void failed(String name, String address, Instant now) {
    for (var key : keys(name, address)) {
      var before = remembered(key, now);
      failures.put(key, new Failures(before + 1, now));
    }
  }

  /** Forgives the name at this address. The wider counts stay, as others may have made them. */
  public synchronized void succeeded(String name, String address) {
    failures.remove(new Key(name, address));
  }

  private Duration wait(Key key, Instant now) {
    var past = failures.get(key);
    if (past == null || remembered(key, now) < key.freeFailures()) {
      return Duration.ZERO;
    }
    int over = Math.min(past.count() - key.freeFailures(), 20);
    var delay = Duration.ofSeconds(1L << over);
    var end = past.last().plus(delay.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : delay);
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  private int remembered(Key key, Instant now) {
    var past = failures.get(key);
    return past == null || past.last().plus(MEMORY).isBefore(now) ? 0 : past.count();
  }

  private static List<Key> keys(String name, String address) {
    return List.of(new Key(name, address), new Key(null, address), new Key(name, null));
  }
}
