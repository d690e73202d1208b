package tech.powerjob.server.adopt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.schedule.Schedule;

/**
 * Where the schedule of a job or workflow goes on that the original has made.
 *
 * @param next when it is due next, in epoch milliseconds; {@code null} if that is not known
 */
record AdoptedSchedule(SwitchableStatus status, Long next) {
  /** A schedule that is never due by itself. */
  static AdoptedSchedule none(SwitchableStatus status) {
    return new AdoptedSchedule(status, null);
  }

  /**
   * An enabled schedule; it comes disabled if it cannot be read, or is never due again.
   *
   * @param schedule throws {@link IllegalArgumentException} if it cannot be read
   * @param next when it is due next; {@code null} if the server finds that out by itself
   * @param notes gets to know why it comes disabled
   */
  static AdoptedSchedule enabled(
      OriginalRow original,
      Supplier<Schedule> schedule,
      Function<Schedule, Optional<Long>> next,
      List<String> notes) {
    try {
      var readable = schedule.get();
      if (next == null) {
        return none(SwitchableStatus.ENABLE);
      }
      var due = next.apply(readable);
      if (due.isPresent()) {
        return new AdoptedSchedule(SwitchableStatus.ENABLE, due.get());
      }
      notes.add("it is never due again; it comes disabled");
    } catch (IllegalArgumentException e) {
      notes.add(
          "its schedule '%s' cannot be read (%s); it comes disabled"
              .formatted(original.text("time_expression"), e.getMessage()));
    }
    return none(SwitchableStatus.DISABLE);
  }

  /** When a schedule is due that begins now. */
  static Optional<Long> begun(Schedule schedule, Instant now) {
    return schedule.begin(now).map(Instant::toEpochMilli);
  }

  /** When the original would have fired, or, if it does not know, as {@link #begun}. */
  static Optional<Long> kept(OriginalRow original, Schedule schedule, Instant now) {
    return original
        .number("next_trigger_time")
        .filter(time -> time > 0)
        .or(() -> begun(schedule, now));
  }

  void put(Map<String, Object> row, Instant now) {
    row.put("next_trigger_time", next);
    row.put("status", (long) status.getV());
    // An audit of the schedule begins where the original's work ends.
    row.put(
        "gmt_modified",
        next != null && next < now.toEpochMilli() ? Instant.ofEpochMilli(next - 1) : now);
  }
}
