package tech.powerjob.server.pool;

import java.util.List;

/**
 * A pool and who uses it.
 *
 * @param appId application it belongs to; 0 for all
 * @param inUse permits that runs hold now, those of other applications too
 * @param waiting how many runs wait for it, those of other applications too
 * @param holders runs of the asking application that hold permits, at most 200
 * @param waiters runs of the asking application that wait, in the order of their turns, at most 200
 */
public record PoolView(
    String name,
    long appId,
    int capacity,
    int inUse,
    int waiting,
    List<User> holders,
    List<User> waiters) {
  /**
   * A run that holds permits, or waits for them.
   *
   * @param instanceId as text, because it is larger than what JavaScript's numbers hold
   * @param since when it first asked, epoch milliseconds
   */
  public record User(String instanceId, long jobId, int permits, long since) {}
}
