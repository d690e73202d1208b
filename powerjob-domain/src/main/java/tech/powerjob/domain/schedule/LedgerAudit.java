package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recomputes what a schedule should have done and compares it with the ledger.
 *
 * @param expected how many instants were due
 * @param skipped how many of them the ledger knows as skipped
 * @param missed due instants of which the ledger knows nothing; must be empty
 * @param unexpected instants in the ledger at which the schedule was not due; must be empty
 * @param until where the audit ended: the end that was asked for, or earlier if there was too much
 */
public record LedgerAudit(
    long expected, long skipped, List<Instant> missed, List<Instant> unexpected, Instant until) {
  /** So many instants are looked at. */
  private static final long MOST_INSTANTS = 1_000_000;

  public LedgerAudit {
    missed = List.copyOf(missed);
    unexpected = List.copyOf(unexpected);
  }

  /**
   * Audits one job or workflow from an instant, excluded, to another, included, over one unchanged
   * schedule.
   *
   * <p>The instants of a relative schedule follow from the first one in the ledger. Those of a
   * fixed delay follow from the ends of its runs, so there nothing but the ledger itself says what
   * was expected.
   */
  public static LedgerAudit of(
      Schedule schedule, long id, FiredInstants ledger, Instant from, Instant to) {
    var fired = new HashSet<>(ledger.fired(id, from, to));
    fired.remove(from);
    var skipped = ledger.skipped(id, from, to);
    if (schedule.awaitsEnd()) {
      return new LedgerAudit(fired.size(), 0, List.of(), List.of(), to);
    }
    var missed = new ArrayList<Instant>();
    long expected = 0;
    long passedOver = 0;
    var until = to;
    for (var due = first(schedule, fired, skipped, from);
        due.isPresent() && !due.get().isAfter(to);
        due = schedule.next(due.get())) {
      if (expected == MOST_INSTANTS) {
        until = due.get().minusMillis(1);
        break;
      }
      var instant = due.get();
      expected++;
      if (!fired.remove(instant)) {
        if (skipped.stream().anyMatch(each -> each.covers(instant))) {
          passedOver++;
        } else {
          missed.add(instant);
        }
      }
    }
    var audited = until;
    return new LedgerAudit(
        expected,
        passedOver,
        missed,
        fired.stream().filter(due -> !due.isAfter(audited)).sorted().toList(),
        until);
  }

  private static Optional<Instant> first(
      Schedule schedule, HashSet<Instant> fired, List<SkippedFirings> skipped, Instant from) {
    return schedule.isRelative()
        ? Stream.concat(fired.stream(), skipped.stream().map(SkippedFirings::first))
            .filter(due -> due.isAfter(from))
            .min(Comparator.naturalOrder())
        : schedule.next(from);
  }
}
