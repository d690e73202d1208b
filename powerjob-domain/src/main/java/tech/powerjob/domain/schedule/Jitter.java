package tech.powerjob.domain.schedule;

import java.time.Duration;
import java.time.Instant;
import tech.powerjob.domain.job.Job;

/** How much later than its due instant a run is meant to start. */
final class Jitter {
  private Jitter() {}

  /**
   * From nothing up to the job's jitter, excluded; spread evenly over jobs and instants, and always
   * the same for the same ones, so that every server comes to the same time.
   */
  static Duration of(Job job, Instant due) {
    var jitter = job.getOptions().getJitter();
    return jitter == null || jitter <= 0
        ? Duration.ZERO
        : Duration.ofMillis(Math.floorMod(mix(job.getId() * 31 + due.toEpochMilli()), jitter));
  }

  /** Stafford's mixer: neighbouring numbers come out far apart. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
