package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One MAP_REDUCE instance while its coordinator, its workers, the server and the broker are killed:
 * it succeeds, and each of its tasks counts once.
 */
class TasksIT {
  private static final int CONCURRENCY = 10;

  /** A pack for each thread: what a worker may have done in vain when it dies. */
  private static final int IN_HAND = CONCURRENCY * 50;

  @Test
  @Timeout(value = 4, unit = TimeUnit.MINUTES)
  void coordinatorKilledAndServerRestarted_eachTaskCountsOnce(@TempDir Path folder)
      throws Exception {
    int tasks = 5_000;
    try (var cluster = TaskCluster.start(folder, 2)) {
      long begun = System.nanoTime();
      long id = cluster.run(TaskCluster.job(RecordingTasks.class, CONCURRENCY), tasks + " 40 100");
      cluster.awaitExecuted(tasks / 10);
      cluster.restartServer();
      cluster.awaitExecuted(tasks / 3);
      cluster.addWorker();
      cluster.kill("coordinator killed", cluster.awaitCoordinator(id));
      var verdict = cluster.verdict(id, tasks, Duration.ofSeconds(90));
      verdict.print("tasks-short", seconds(begun));
      // Two workers lose what they have in hand with the broker, then one by itself.
      verdict.requireEachCountedOnce(3 * IN_HAND);
    }
  }

  @Test
  @Tag("prove")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void everythingKilledOneAfterTheOther_eachTaskCountsOnce(@TempDir Path folder) throws Exception {
    int tasks = 200_000;
    int workers = 4;
    try (var cluster = TaskCluster.start(folder, workers)) {
      long begun = System.nanoTime();
      long id = cluster.run(TaskCluster.job(RecordingTasks.class, CONCURRENCY), tasks + " 12 8000");
      cluster.awaitExecuted(tasks / 10);
      cluster.restartServer();

      cluster.awaitExecuted(tasks * 3 / 10);
      cluster.kill("coordinator killed", cluster.awaitCoordinator(id));
      cluster.addWorker();

      cluster.awaitExecuted(tasks * 6 / 10);
      cluster.kill("coordinator killed", cluster.awaitCoordinator(id));
      cluster.addWorker();
      cluster.awaitWorkers(workers);

      for (int left = workers - 1; left > 0; left--) {
        cluster.awaitExecuted(cluster.executed() + tasks / 50);
        cluster.kill(
            "worker killed, %d left".formatted(left), cluster.aliveWorkers().get(left - 1));
      }
      cluster.awaitExecuted(cluster.executed() + tasks / 50);
      assertThat(cluster.aliveWorkers()).hasSize(1);
      for (int more = 1; more < workers; more++) {
        cluster.addWorker();
      }

      cluster.kill("coordinator killed while it reduces", cluster.awaitReducer());
      var verdict = cluster.verdict(id, tasks, Duration.ofMinutes(2));
      verdict.print("tasks", seconds(begun));
      assertThat(verdict.reduces()).as("reduce steps begun").isGreaterThanOrEqualTo(2);
      // Four workers lose what they have in hand with the broker, then six one by one.
      verdict.requireEachCountedOnce((workers + 6) * IN_HAND);
    }
  }

  private static long seconds(long begun) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
  }
}
