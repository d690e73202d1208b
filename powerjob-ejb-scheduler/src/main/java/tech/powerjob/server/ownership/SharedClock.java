package tech.powerjob.server.ownership;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This machine's clock, set right by the database's where the two differ clearly, so that all
 * servers of a database mean the same instant whatever their machines think. Small differences stay
 * as they are: measuring them is no more exact. Thread-safe.
 */
public final class SharedClock extends Clock {
  /** A difference that is not corrected, in milliseconds. */
  static final long TOLERATED = 200;

  private static final Logger LOG = LoggerFactory.getLogger(SharedClock.class);

  private final Clock local;
  private volatile long correction;

  public SharedClock(Clock local) {
    this.local = local;
  }

  long localMillis() {
    return local.millis();
  }

  /**
   * Takes a reading of the database's clock.
   *
   * @param before local time before it was read, epoch milliseconds
   * @param database the reading
   * @param after local time after that
   */
  void observe(long before, long database, long after) {
    long found = database - (before + after) / 2;
    if (Math.abs(found - correction) <= TOLERATED + Math.abs(after - before)) {
      return;
    }
    LOG.warn(
        "this machine's clock is {} ms {} the database's; the database's counts",
        Math.abs(found),
        found > 0 ? "behind" : "ahead of");
    correction = found;
  }

  @Override
  public Instant instant() {
    return local.instant().plusMillis(correction);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("instants have no zone");
  }
}
