package tech.powerjob.server.job;

import java.time.Instant;
import java.util.List;
import tech.powerjob.domain.schedule.LedgerAudit;

/**
 * Whether every due instant of a job or workflow is accounted for. Instants are epoch milliseconds.
 *
 * @param from start of the audited time, excluded: the last change of the definition
 * @param to end of the audited time, included: what is later is not due yet
 * @param expected how many instants were due
 * @param fired how many got an instance
 * @param skipped how many were passed over with a reason
 * @param missed due instants of which nothing is known; must be empty
 * @param unexpected instances for instants that were not due; must be empty
 */
public record JobAudit(
    long from,
    long to,
    long expected,
    long fired,
    long skipped,
    List<Long> missed,
    List<Long> unexpected) {
  public JobAudit {
    missed = List.copyOf(missed);
    unexpected = List.copyOf(unexpected);
  }

  /** What an audit that began at an instant has found. */
  public static JobAudit of(Instant from, LedgerAudit audit) {
    return new JobAudit(
        from.toEpochMilli(),
        audit.until().toEpochMilli(),
        audit.expected(),
        audit.expected() - audit.missed().size() - audit.skipped(),
        audit.skipped(),
        audit.missed().stream().map(Instant::toEpochMilli).toList(),
        audit.unexpected().stream().map(Instant::toEpochMilli).toList());
  }
}
