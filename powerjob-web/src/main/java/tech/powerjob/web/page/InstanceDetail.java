package tech.powerjob.web.page;

import java.util.List;

/**
 * One instance with all there is to say about it. Times are epoch milliseconds.
 *
 * @param epoch number of its last dispatch, 0 before the first
 * @param runningTimes how many runs a worker has begun
 * @param decisions why it went another way than straight ahead; empty when it did not
 * @param log a page of the log
 * @param logIndex zero-based number of that page
 * @param logPages how many pages there are
 */
public record InstanceDetail(
    long id,
    long jobId,
    String jobName,
    int status,
    long epoch,
    long runningTimes,
    Long expectedTriggerTime,
    Long actualTriggerTime,
    Long finishedTime,
    String worker,
    String jobParams,
    String instanceParams,
    String result,
    List<Decision> decisions,
    String log,
    int logIndex,
    int logPages) {
  /** A decision that changed its course. */
  public record Decision(long time, String kind, String text) {}
}
