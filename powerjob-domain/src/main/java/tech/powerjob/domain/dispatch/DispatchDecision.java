package tech.powerjob.domain.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.worker.Worker;

/** Who runs an instance whose time has come. */
public sealed interface DispatchDecision {
  /**
   * A worker that may not or cannot run it.
   *
   * @param worker its address
   * @param reason what speaks against it
   */
  record TurnedDown(String worker, String reason) {}

  /**
   * This worker runs it.
   *
   * @param leftOut workers that would do but speak another protocol than the one that coordinates a
   *     distributed run
   */
  record SendTo(Worker worker, List<TurnedDown> leftOut) implements DispatchDecision {
    public SendTo {
      leftOut = List.copyOf(leftOut);
    }

    SendTo(Worker worker) {
      this(worker, List.of());
    }
  }

  /**
   * Nobody can run it now, but that may change.
   *
   * @param reason for people
   * @param until when the answer will be another one even if nothing happens
   */
  record WaitForWorker(String reason, List<TurnedDown> turnedDown, Optional<Instant> until)
      implements DispatchDecision {
    public WaitForWorker {
      turnedDown = List.copyOf(turnedDown);
    }
  }

  /**
   * It fails without having run.
   *
   * @param result the instance's result
   * @param reason for people
   */
  record Refuse(String result, String reason, List<TurnedDown> turnedDown)
      implements DispatchDecision {
    public Refuse {
      turnedDown = List.copyOf(turnedDown);
    }
  }
}
