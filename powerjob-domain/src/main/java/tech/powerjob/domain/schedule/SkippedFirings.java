package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Due instants that got no instance because they had passed unserved when the schedule was looked
 * at.
 *
 * @param first first skipped instant
 * @param last last skipped instant; every due instant from first to last is skipped
 * @param count how many there are from first to last; empty if they were too many to be counted
 * @param reason why they passed unserved
 * @param coveredBy the due instant that fired instead of them; empty if none did
 */
public record SkippedFirings(
    Instant first,
    Instant last,
    OptionalLong count,
    SkipReason reason,
    Optional<Instant> coveredBy) {
  /** Whether an instant lies among them. */
  public boolean covers(Instant due) {
    return !due.isBefore(first) && !due.isAfter(last);
  }
}
