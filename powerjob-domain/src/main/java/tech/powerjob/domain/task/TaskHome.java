package tech.powerjob.domain.task;

import java.util.Optional;
import java.util.function.Predicate;
import tech.powerjob.domain.instance.JobInstance;

/**
 * The broker that holds the tasks of a distributed instance.
 *
 * @param generation which attempt at the whole instance these tasks belong to
 * @param epoch epoch of the first dispatch to this home in this generation: reports with a smaller
 *     one are of other tasks
 * @param broker {@code host:port}, as workers know it
 * @param reopenedAfter if the generation has ended under this or an earlier epoch, its failed tasks
 *     are to be run again
 */
public record TaskHome(
    long instanceId,
    long appId,
    int generation,
    long epoch,
    String broker,
    Optional<Long> reopenedAfter) {
  /** A dispatch of a distributed instance, which needs a home. */
  public record Dispatch(long instanceId, long appId, int generation, long epoch) {
    /**
     * The dispatch of an instance.
     *
     * @param epoch the epoch that travels with the command
     */
    public static Dispatch of(JobInstance instance, long epoch) {
      return new Dispatch(
          instance.instanceId(), instance.appId(), instance.taskGeneration(), epoch);
    }
  }

  /**
   * The home for a dispatch: where the tasks of the same generation are already, if that broker is
   * not gone for good, and else the given one, where they begin.
   *
   * @param stored the home until now
   * @param isThere whether a broker's server lives, or did a short while ago
   */
  public static TaskHome next(
      Dispatch dispatch, Optional<TaskHome> stored, String own, Predicate<String> isThere) {
    return stored
        .filter(home -> home.generation() == dispatch.generation())
        .filter(home -> home.broker().equals(own) || isThere.test(home.broker()))
        .orElseGet(
            () ->
                new TaskHome(
                    dispatch.instanceId(),
                    dispatch.appId(),
                    dispatch.generation(),
                    dispatch.epoch(),
                    own,
                    Optional.empty()));
  }
}
