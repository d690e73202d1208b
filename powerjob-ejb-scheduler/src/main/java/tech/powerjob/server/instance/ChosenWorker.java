package tech.powerjob.server.instance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.domain.dispatch.DispatchPolicy;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.worker.Worker;

/**
 * The worker that a caller wants a run on. One that goes away later is waited for as the job says.
 */
final class ChosenWorker {
  /** How many workers an objection names. */
  private static final int SHOWN = 20;

  /** How much of what was sent it repeats. */
  private static final int REPEATED = 100;

  private ChosenWorker() {}

  /** The address that a request names; empty if any worker will do. */
  static Optional<String> of(RunJobRequest request) {
    return Optional.ofNullable(request.getWorker()).map(String::trim).filter(w -> !w.isEmpty());
  }

  /**
   * Checks that the worker can run the job.
   *
   * @param workers all of the job's application
   * @throws IllegalArgumentException if none that lives has this address, or the job names others
   */
  static void check(Job job, String address, List<Worker> workers, Instant now) {
    var alive = workers.stream().filter(each -> each.isAlive(now)).toList();
    var named = alive.stream().filter(each -> each.address().equals(address)).toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "worker is '%s' but must be the address of a live worker of the application, of which %s"
              .formatted(shorten(address), names(alive)));
    }
    if (named.stream().noneMatch(each -> DispatchPolicy.isDesignated(job, each))) {
      throw new IllegalArgumentException(
          "worker is '%s' but must be one of the job's designatedWorkers: %s"
              .formatted(address, job.getDesignatedWorkers()));
    }
  }

  private static String names(List<Worker> alive) {
    return alive.isEmpty()
        ? "there is none"
        : "there are "
            + alive.stream().limit(SHOWN).map(Worker::address).collect(Collectors.joining(", "));
  }

  private static String shorten(String text) {
    return text.length() <= REPEATED ? text : text.substring(0, REPEATED) + "...";
  }
}
