package tech.powerjob.domain.dispatch;

import tech.powerjob.domain.worker.Worker;

/** What to do with an instance whose time has come. */
public sealed interface DispatchDecision {
  /** This worker runs it. */
  record SendTo(Worker worker) implements DispatchDecision {}

  /**
   * Nobody can run it now, but that will change: look again soon.
   *
   * @param reason for people
   */
  record WaitForWorker(String reason) implements DispatchDecision {}

  /**
   * It fails without having run.
   *
   * @param result the instance's result
   * @param reason for people, with the workers that were turned down
   */
  record Refuse(String result, String reason) implements DispatchDecision {}
}
