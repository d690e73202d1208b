package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.List;

/** Keeps what became of every due instant. */
public interface Ledger {
  /**
   * Records firings in one transaction. A firing counts only if the job is enabled and its next
   * trigger time is still {@link Firing#from()}; otherwise nothing of it is kept, because somebody
   * else has fired or the job was edited.
   *
   * @return the firings that were recorded
   */
  List<Firing> record(List<Firing> firings, Instant now);

  /** Due instants of a job that are accounted for, from and to included, ascending. */
  List<Instant> fired(long jobId, Instant from, Instant to);

  /** Skipped firings of a job that touch the time from and to, ascending. */
  List<SkippedFirings> skipped(long jobId, Instant from, Instant to);
}
