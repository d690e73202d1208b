package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;

/** Never due: for jobs that only API calls or workflows start. */
enum UntimedSchedule implements Schedule {
  INSTANCE;

  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.empty();
  }

  @Override
  public Passed pass(Instant due, Instant end) {
    throw new IllegalArgumentException("an untimed schedule is never due, not at " + due);
  }
}
