package tech.powerjob.domain.workflow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a run.
 *
 * @param before the state that this was decided on
 * @param after the new state; {@code before} if nothing has changed
 * @param commands what belongs to it, in order
 * @param begins whether a run that was not under way is now, so that the limit of its workflow
 *     counts
 * @param deadline when to look at the run if nothing has happened, even if nothing has changed now;
 *     empty for never
 */
public record Advance(
    WorkflowRun before,
    WorkflowRun after,
    List<RunCommand> commands,
    boolean begins,
    Optional<Instant> deadline) {
  public Advance {
    commands = List.copyOf(commands);
  }

  /** Whether there is anything to store. */
  public boolean isChange() {
    return after != before;
  }

  /** Whether the run has ended by this. */
  public boolean ends() {
    return after.isFinished() && !before.isFinished();
  }
}
