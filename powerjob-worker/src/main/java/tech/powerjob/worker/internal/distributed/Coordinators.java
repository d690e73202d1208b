package tech.powerjob.worker.internal.distributed;

import tech.powerjob.wire.RunInstance;
import tech.powerjob.worker.internal.instance.Run;
import tech.powerjob.worker.internal.instance.Runs;

/** Makes coordinators of distributed instances. Thread-safe. */
public final class Coordinators implements Runs.Coordinators {
  private final TaskEnvironment environment;

  public Coordinators(TaskEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Run coordinate(RunInstance command, Run.Listener listener) {
    return new CoordinatedRun(command, environment, listener);
  }
}
