package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;

/** Never due by time: such jobs run when somebody asks, or as part of a workflow. */
enum UntimedSchedule implements Schedule {
  INSTANCE;

  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.empty();
  }
}
