package tech.powerjob.domain.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import tech.powerjob.domain.worker.Partitions;

/**
 * Finds job definitions. Those that are found by id may be a second behind what another server has
 * changed, and are shared: not to be changed.
 */
public interface Jobs {
  /**
   * Enabled jobs of the given partitions whose next trigger time is not after {@code until}, first
   * first.
   */
  List<Job> findDue(Partitions partitions, Instant until, int limit);

  /** Those of these ids that exist, deleted ones too, by id. */
  Map<Long, Job> findAll(Collection<Long> ids);
}
