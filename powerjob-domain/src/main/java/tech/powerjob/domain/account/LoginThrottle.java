package tech.powerjob.domain.account;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows down the guessing of passwords. Failures are counted per name and address together, per
 * address, and per name; past a limit every further failure doubles the wait before the next try is
 * looked at, up to a limit of its own for each. Who has been in from an address before is judged
 * there by their own failures only: so nobody locks out a whole company behind one address, nor a
 * person by failing in their name. Kept in memory, bounded; failures are forgotten after {@link
 * #MEMORY} without another one. Thread-safe.
 */
public final class LoginThrottle {
  static final Duration MEMORY = Duration.ofMinutes(15);

  /** How long a login from an address is remembered. */
  static final Duration TRUST = Duration.ofDays(30);

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

    /** Waits that concern others too are short: they are to slow guessing down, not people. */
    Duration longestWait() {
      if (name == null) {
        return Duration.ofSeconds(15);
      }
      return address == null ? Duration.ofMinutes(1) : Duration.ofMinutes(5);
    }
  }

  private record Failures(int count, Instant last) {}

  private final Map<Key, Failures> failures = bounded();
  private final Map<Key, Instant> trusted = bounded();

  private static <V> Map<Key, V> bounded() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
        return size() > MAX_KEYS;
      }
    };
  }

  /** How long the caller has to wait before a try is looked at; zero if it may try now. */
  public synchronized Duration waitBefore(String name, String address, Instant now) {
    var longest = Duration.ZERO;
    for (var key : keys(name, address, now)) {
      var wait = wait(key, now);
      if (wait.compareTo(longest) > 0) {
        longest = wait;
      }
    }
    return longest;
  }

  /** Counts a wrong password. */
  public synchronized void failed(String name, String address, Instant now) {
    for (var key : keys(name, address, now)) {
      var before = remembered(key, now);
      failures.put(key, new Failures(before + 1, now));
    }
  }

  /** Forgives the name at this address. The wider counts stay, as others may have made them. */
  public synchronized void succeeded(String name, String address, Instant now) {
    var key = new Key(name, address);
    failures.remove(key);
    trusted.put(key, now);
  }

  private Duration wait(Key key, Instant now) {
    var past = failures.get(key);
    if (past == null || remembered(key, now) < key.freeFailures()) {
      return Duration.ZERO;
    }
    int over = Math.min(past.count() - key.freeFailures(), 20);
    var delay = Duration.ofSeconds(1L << over);
    var end = past.last().plus(delay.compareTo(key.longestWait()) > 0 ? key.longestWait() : delay);
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  private int remembered(Key key, Instant now) {
    var past = failures.get(key);
    return past == null || past.last().plus(MEMORY).isBefore(now) ? 0 : past.count();
  }

  private List<Key> keys(String name, String address, Instant now) {
    var own = new Key(name, address);
    var in = trusted.get(own);
    return in != null && in.plus(TRUST).isAfter(now)
        ? List.of(own)
        : List.of(own, new Key(null, address), new Key(name, null));
  }
}
