package tech.powerjob.domain.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store of what is known about the tasks of distributed instances. Thread-safe. */
public interface TaskRuns {
  /** A broker whose server is away for longer is given up, with the progress that it holds. */
  Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Where the tasks of an instance are.
   *
   * @param movedFrom the broker that was given up for it, with all progress of this generation
   */
  record Place(TaskHome home, Optional<String> movedFrom) {
    /** The place of tasks whose home was another one, or none, until now. */
    public static Place of(TaskHome home, Optional<TaskHome> before) {
      return new Place(
          home,
          before
              .filter(each -> each.generation() == home.generation())
              .map(TaskHome::broker)
              .filter(broker -> !broker.equals(home.broker())));
    }
  }

  /**
   * Chooses and commits homes before the commands that name them are sent; see {@link
   * TaskHome#next}.
   *
   * @return by instance
   */
  Map<Long, Place> settle(List<TaskHome.Dispatch> dispatches, Instant now);

  /** When the present generation was first reported to run; by instance, where that is known. */
  Map<Long, Instant> begun(Collection<Long> instanceIds);
}
