package tech.powerjob.server.httpworker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.server.httpworker.Outcome.Answered;
import tech.powerjob.server.httpworker.Outcome.NotDelivered;

/** Calls workers where they are allowed to be, by paths that they know. Thread-safe. */
final class AllowedCalls {
  private static final String FIRST_ROOT = "/worker/";
  private static final String SECOND_ROOT = "/taskTracker/";

  private final WorkerCalls calls;
  private final AllowedNetworks networks;
  private final Executor background;

  /** Roots of paths that workers answered to, where that is not the first one. */
  private final Map<String, String> roots = new ConcurrentHashMap<>();

  /**
   * Calls that go out by others.
   *
   * @param background runs what may wait for the database
   */
  AllowedCalls(WorkerCalls calls, AllowedNetworks networks, Executor background) {
    this.calls = calls;
    this.networks = networks;
    this.background = background;
  }

  /**
   * Calls a worker.
   *
   * @param endpoint last part of the path
   * @param then is told what became of it, on a thread that may wait for the database
   */
  void make(
      String workerId,
      long appId,
      long instanceId,
      String endpoint,
      byte[] body,
      Consumer<Outcome> then) {
    var address = WorkerProtocol.httpAddress(workerId);
    // Asked each time: what was allowed when it announced itself may be forbidden since.
    if (networks.allow(appId, address)) {
      callAllowed(workerId, address, instanceId, endpoint, body, then);
      return;
    }
    background.execute(
        () -> {
          networks.refresh(); // It may have been allowed a moment ago.
          if (networks.allow(appId, address)) {
            callAllowed(workerId, address, instanceId, endpoint, body, then);
          } else {
            then.accept(new NotDelivered("its address is not among the allowed networks"));
          }
        });
  }

  private void callAllowed(
      String workerId,
      String address,
      long instanceId,
      String endpoint,
      byte[] body,
      Consumer<Outcome> then) {
    var root = roots.getOrDefault(workerId, FIRST_ROOT);
    calls.make(
        new WorkerCalls.Call(
            address,
            instanceId,
            root + endpoint,
            body,
            outcome -> {
              if (root.equals(FIRST_ROOT)
                  && outcome instanceof Answered answered
                  && answered.isUnknownPath()) {
                callAgain(workerId, address, instanceId, endpoint, body, then, outcome);
              } else {
                then.accept(outcome);
              }
            }));
  }

  /** Older workers, and those after older manuals, know the same calls under another root. */
  private void callAgain(
      String workerId,
      String address,
      long instanceId,
      String endpoint,
      byte[] body,
      Consumer<Outcome> then,
      Outcome first) {
    calls.make(
        new WorkerCalls.Call(
            address,
            instanceId,
            SECOND_ROOT + endpoint,
            body,
            outcome -> {
              if (outcome instanceof Answered answered && answered.isUnknownPath()) {
                then.accept(first);
                return;
              }
              if (outcome instanceof Answered) {
                roots.put(workerId, SECOND_ROOT);
              }
              then.accept(outcome);
            }));
  }

  /** Forgets what it knew of a worker's paths: another program may be there now. */
  void cameAnew(String workerId) {
    roots.remove(workerId);
  }
}
