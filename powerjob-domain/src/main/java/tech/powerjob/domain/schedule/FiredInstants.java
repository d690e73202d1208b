package tech.powerjob.domain.schedule;

import java.time.Instant;
import java.util.List;

/** What became of the due instants of schedules, to be read. */
public interface FiredInstants {
  /** Due instants of a schedule that got a run, from and to included, ascending. */
  List<Instant> fired(long id, Instant from, Instant to);

  /** Skipped firings of a schedule that touch the time from and to, ascending. */
  List<SkippedFirings> skipped(long id, Instant from, Instant to);
}
