package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.worker.Partitions;

/** Keeps what became of every due instant. */
public interface Ledger extends FiredInstants {
  /**
   * Records firings in one transaction. A firing counts only if the job is enabled and its next
   * trigger time is still {@link Firing#from()}; otherwise nothing of it is kept, because somebody
   * else has fired or the job was edited. Instants that are accounted for already stay as they are.
   *
   * @return the firings that were recorded
   */
  List<Firing> record(List<Firing> firings, Instant now);

  /**
   * Enabled FIXED_DELAY jobs of the given partitions whose next trigger time is not known, because
   * a run of theirs is under way or was when somebody last looked.
   */
  List<Long> awaitingEnd(Partitions partitions, int limit);

  /** The latest instance that served a due instant, for each of these jobs that has one. */
  Map<Long, LastFired> lastFired(Collection<Long> jobIds);

  /**
   * Gives a FIXED_DELAY job its next trigger time, if it is enabled, has none, still has the given
   * expression, and has not fired since: whoever decides this may have stood still in between.
   *
   * @param lastDue due instant of the latest instance when this was decided, empty if there was
   *     none
   * @param next {@link NextDue.Never} disables the job
   * @return whether that was so
   */
  boolean proceed(
      long jobId, String expression, Optional<Instant> lastDue, NextDue next, Instant now);

  /**
   * The latest instance of a schedule.
   *
   * @param ended when it ended; empty while it has not
   */
  record LastFired(Instant due, Optional<Instant> ended) {}
}
