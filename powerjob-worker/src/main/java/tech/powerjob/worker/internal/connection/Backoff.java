package tech.powerjob.worker.internal.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: each wait is twice the last one, up to three seconds, and
 * shortened at random by up to a quarter, so that workers do not come back in step. Not
 * thread-safe.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(200);
  static final Duration LONGEST = Duration.ofSeconds(3);

  private final RandomGenerator random;
  private Duration next = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    var wait = next;
    var doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return Duration.ofNanos((long) (wait.toNanos() * (1 - random.nextDouble() / 4)));
  }

  void reset() {
    next = FIRST;
  }
}
