package tech.powerjob.worker.internal.distributed;

import java.util.List;

/**
 * What a worker has to say in one transaction.
 *
 * @param outcomes tasks that have ended
 * @param mapped packs that they have mapped
 * @param back tasks that go back, for this worker or others
 * @param done packs of which no task is left here
 * @param greeting that the worker takes part, {@code null} if that need not be said
 */
record Words(
    List<Outcome> outcomes,
    List<TaskPack> mapped,
    List<Back> back,
    List<PackWork> done,
    Said greeting) {
  /**
   * A task that goes back.
   *
   * @param notBefore when it may run again at the earliest, epoch milliseconds; 0 for at once
   * @param alone whether it is to run while its worker does nothing else for the instance
   */
  record Back(TaskPack pack, long notBefore, boolean alone) {
    /** One that may run beside others. */
    Back(TaskPack pack, long notBefore) {
      this(pack, notBefore, false);
    }
  }
}
