package tech.powerjob.domain.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How many lines strangers may have written into the audit log: a few at once per source, then one
 * every {@link #PER_SOURCE}; and all sources together a few hundred at once, then one every {@link
 * #TOGETHER}. So a flood of denied calls neither fills the disk nor slows the server, and one noisy
 * source does not hide the others. What is left out is counted. Bounded in memory; thread-safe.
 */
public final class AuditBudget {
  static final int SOURCE_BURST = 20;
  static final Duration PER_SOURCE = Duration.ofSeconds(30);
  static final int BURST = 300;
  static final Duration TOGETHER = Duration.ofSeconds(2);
  static final int MAX_SOURCES = 2_000;

  /** A bucket of tokens that is refilled as time goes by. */
  private static final class Bucket {
    private final int size;
    private final long refillMillis;
    private long left;
    private long filledAt;

    Bucket(int size, Duration refill, Instant now) {
      this.size = size;
      this.refillMillis = refill.toMillis();
      this.left = size;
      this.filledAt = now.toEpochMilli();
    }

    boolean hasToken(Instant now) {
      long gained = Math.max(0, (now.toEpochMilli() - filledAt) / refillMillis);
      left = Math.min(size, left + gained);
      filledAt += gained * refillMillis;
      return left > 0;
    }

    void take() {
      left--;
    }
  }

  private final Map<String, Bucket> sources =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_SOURCES;
        }
      };

  private Bucket together;
  private long leftOut;

  /**
   * Asks for one line.
   *
   * @param source who wants it written, such as an address
   * @return how many lines were left out since the last one that was written, if this one may be
   *     written; empty if it may not
   */
  public synchronized OptionalLong ask(String source, Instant now) {
    if (together == null) {
      together = new Bucket(BURST, TOGETHER, now);
    }
    var own = sources.computeIfAbsent(source, key -> new Bucket(SOURCE_BURST, PER_SOURCE, now));
    if (!own.hasToken(now) || !together.hasToken(now)) {
      leftOut++;
      return OptionalLong.empty();
    }
    own.take();
    together.take();
    var before = OptionalLong.of(leftOut);
    leftOut = 0;
    return before;
  }
}
