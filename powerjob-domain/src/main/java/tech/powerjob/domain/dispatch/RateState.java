package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tech.powerjob.common.model.JobOptions.RateLimit;

/**
 * How far a job has used its rate: the generic cell rate algorithm, with places kept for those that
 * have to wait. Times are nanoseconds since the epoch. Immutable.
 *
 * @param next when the rate would be used up to nothing again if nobody started any more
 * @param promised the last place that is kept for somebody; 0 for none
 */
public record RateState(long next, long promised) {
  /** A rate that nobody has used yet. */
  public static final RateState UNUSED = new RateState(0, 0);

  /**
   * An answer to somebody who wants to start.
   *
   * @param slot when it may; empty for now
   * @param after how the rate stands then
   */
  public record Answer(Optional<Instant> slot, RateState after) {}

  /**
   * Asks for a start.
   *
   * @param returning whether a place was kept for the asker and its time has come; anybody else
   *     stands behind those for whom places are kept
   */
  public Answer ask(RateLimit limit, boolean returning, Instant at) {
    long step = Math.max(1, Duration.ofMillis(limit.period()).toNanos() / limit.runs());
    long burst = step * (limit.runs() - 1L);
    long now = nanos(at);
    boolean queue = !returning && promised > now;
    if (now >= next - burst && !queue) {
      return new Answer(Optional.empty(), new RateState(Math.max(now, next) + step, promised));
    }
    long earliest = next - burst;
    if (returning) {
      return new Answer(Optional.of(instant(earliest)), this);
    }
    long slot = Math.max(earliest, promised > now ? promised + step : 0);
    return new Answer(Optional.of(instant(slot)), new RateState(next, slot));
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /** Rounded up to milliseconds, so that nobody comes too early. */
  private static Instant instant(long nanos) {
    return Instant.ofEpochMilli(-Math.floorDiv(-nanos, 1_000_000L));
  }
}
