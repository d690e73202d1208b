package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Due a certain time after the end of the run before. */
record FixedDelaySchedule(Duration delay) implements Schedule {
  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(after.plus(delay));
  }

  @Override
  public Optional<Instant> from(Instant start) {
    return Optional.of(start);
  }

  @Override
  public Optional<Instant> begin(Instant now) {
    return Optional.of(now);
  }

  /** A passed instant without a run has nothing after it, so it is due again at the end. */
  @Override
  public Passed pass(Instant due, Instant end) {
    return new Passed(1, due, Optional.of(end));
  }

  @Override
  public boolean isRelative() {
    return true;
  }

  @Override
  public boolean awaitsEnd() {
    return true;
  }
}
