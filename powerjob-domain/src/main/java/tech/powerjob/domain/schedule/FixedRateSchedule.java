package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Due in equal distances, however long the runs take. */
record FixedRateSchedule(Duration interval) implements Schedule {
  @Override
  public Optional<Instant> next(Instant after) {
    return Optional.of(after.plus(interval));
  }

  @Override
  public Optional<Instant> from(Instant start) {
    return Optional.of(start);
  }

  @Override
  public Optional<Instant> begin(Instant now) {
    return Optional.of(now);
  }

  @Override
  public Passed pass(Instant due, Instant end) {
    long step = interval.toMillis();
    long count = (Duration.between(due, end).toMillis() + step - 1) / step;
    return new Passed(
        count, due.plusMillis((count - 1) * step), Optional.of(due.plusMillis(count * step)));
  }

  @Override
  public boolean isRelative() {
    return true;
  }
}
