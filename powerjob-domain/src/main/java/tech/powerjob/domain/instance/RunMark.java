package tech.powerjob.domain.instance;

import java.time.Instant;
import java.util.Optional;

/**
 * What a worker without epochs last said of an instance. It tells whether a report is of the
 * present dispatch: an instance may come back to a worker that still has something to say of an
 * earlier one. Times of the worker are only compared with times of the same worker.
 *
 * @param epoch of the dispatch that the report was taken for
 * @param startTime when the run began, epoch milliseconds of the worker; 0 if it does not say
 * @param reportTime largest time of a report, epoch milliseconds of the worker; 0 if it does not
 *     say
 * @param heard when the server heard it
 */
public record RunMark(long epoch, long startTime, long reportTime, Instant heard) {
  /**
   * Whether a report is of the dispatch that the instance is at.
   *
   * @param before what the same worker last said of the instance
   * @param startTime in the report, 0 if it has none
   * @param reportTime in the report, 0 if it has none
   */
  public static boolean isPresent(
      JobInstance instance, Optional<RunMark> before, long startTime, long reportTime) {
    if (before.isEmpty()) {
      return true;
    }
    var mark = before.get();
    if (mark.epoch() == instance.epoch()) {
      return startTime == 0 || startTime >= mark.startTime();
    }
    return startTime != 0 && mark.startTime() != 0
        ? startTime > mark.startTime()
        : reportTime > mark.reportTime();
  }

  /** The mark after a report. */
  public static RunMark after(
      Optional<RunMark> before, long epoch, long startTime, long reportTime, Instant now) {
    var same = before.filter(mark -> mark.epoch() == epoch);
    return new RunMark(
        epoch,
        Math.max(startTime, same.map(RunMark::startTime).orElse(0L)),
        Math.max(reportTime, before.map(RunMark::reportTime).orElse(0L)),
        now);
  }
}
