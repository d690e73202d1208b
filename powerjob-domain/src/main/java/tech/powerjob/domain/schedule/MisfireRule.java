package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import tech.powerjob.common.model.JobOptions.Misfire;
import tech.powerjob.common.model.JobOptions.MisfirePolicy;

/**
 * What becomes of instants that passed unserved.
 *
 * @param limit for FIRE_ALL: how many may fire
 * @param window how late an instant may be and still fire; empty for no bound
 */
record MisfireRule(MisfirePolicy policy, int limit, Optional<Duration> window) {
  /** PowerJob's way: the first fires and stands for the others. */
  static final MisfireRule DEFAULT = new MisfireRule(MisfirePolicy.FIRE_ONCE, 1, Optional.empty());

  private static final int DEFAULT_LIMIT = 100;

  /** So late an instant counts as punctual for those who want no late ones. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  static MisfireRule of(Misfire misfire) {
    if (misfire == null) {
      return DEFAULT;
    }
    var policy = Objects.requireNonNullElse(misfire.policy(), MisfirePolicy.FIRE_ONCE);
    var window = Optional.ofNullable(misfire.window()).map(Duration::ofMillis);
    return new MisfireRule(
        policy,
        Objects.requireNonNullElse(misfire.limit(), DEFAULT_LIMIT),
        policy == MisfirePolicy.SKIP ? window.or(() -> Optional.of(GRACE)) : window);
  }

  /** The oldest instant that may still fire. */
  Instant oldest(Instant now) {
    return window.map(now::minus).orElse(Instant.MIN);
  }
}
