package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Recomputes what a schedule should have done and compares it with the ledger.
 *
 * @param expected how many instants were due
 * @param missed due instants of which the ledger knows nothing; must be empty
 * @param unexpected instants in the ledger at which the schedule was not due; must be empty
 */
public record LedgerAudit(long expected, List<Instant> missed, List<Instant> unexpected) {
  public LedgerAudit {
    missed = List.copyOf(missed);
    unexpected = List.copyOf(unexpected);
  }

  /**
   * Audits one job from an instant, excluded, to another, included, over one unchanged schedule.
   */
  public static LedgerAudit of(
      Schedule schedule, long jobId, Ledger ledger, Instant from, Instant to) {
    var fired = new HashSet<>(ledger.fired(jobId, from, to));
    fired.remove(from);
    var skipped = ledger.skipped(jobId, from, to);
    var missed = new ArrayList<Instant>();
    long expected = 0;
    for (var due = schedule.next(from);
        due.isPresent() && !due.get().isAfter(to);
        due = schedule.next(due.get())) {
      var instant = due.get();
      expected++;
      if (!fired.remove(instant) && skipped.stream().noneMatch(s -> covers(s, instant))) {
        missed.add(instant);
      }
    }
    return new LedgerAudit(expected, missed, fired.stream().sorted().toList());
  }

  private static boolean covers(SkippedFirings skipped, Instant instant) {
    return !instant.isBefore(skipped.first()) && !instant.isAfter(skipped.last());
  }
}
