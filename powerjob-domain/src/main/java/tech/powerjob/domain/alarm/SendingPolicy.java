package tech.powerjob.domain.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How often the sending of an alarm is tried, and when. */
public final class SendingPolicy {
  /**
   * Tries of a delivery, the first one included. With the pauses between them about three hours.
   */
  public static final int TRIES = 10;

  /**
   * For how long a delivery belongs to who has begun to send it. Much longer than sending may take,
   * for a message that is sent twice is worse than one that comes late after a server's death.
   */
  public static final Duration LEASE = Duration.ofMinutes(2);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private SendingPolicy() {}

  /**
   * When to try again: half a minute after the first try, then after twice the time each.
   *
   * @param tries so many have failed, at least 1
   * @return empty when it was the last
   */
  public static Optional<Instant> next(int tries, Instant now) {
    if (tries >= TRIES) {
      return Optional.empty();
    }
    var pause = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
    return Optional.of(now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
  }
}
