package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions;

/** Tasks that do harm fail alone: the others succeed, and the reduce step sees all of them. */
class PoisonTasksIT {
  private static final int HARMLESS = 200;
  private static final long TASK_LIMIT = 3_000;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void tasksThatDoHarm_failAlone(@TempDir Path folder) throws Exception {
    var supervisor = Executors.newSingleThreadScheduledExecutor();
    try (var cluster = TaskCluster.start(folder, 2)) {
      var job = TaskCluster.job(PoisonTasks.class, 4);
      job.setOptions(new JobOptions().setTaskTimeLimit(TASK_LIMIT));
      // A worker that dies is started again, as by the operating system.
      supervisor.scheduleWithFixedDelay(cluster::reviveWorkers, 1, 1, TimeUnit.SECONDS);
      long id = cluster.run(job, Integer.toString(HARMLESS));
      var instance = cluster.awaitEnd(id, Duration.ofMinutes(3));
      System.out.printf("PROOF poison: %s%n", instance.getResult());
      assertThat(instance.getStatus())
          .as("status, with result '%s'", instance.getResult())
          .isEqualTo(InstanceStatus.SUCCEED.getV());
      // THROW, ERROR, HANG, NULL, KILL and the unreadable one; a long result is only cut.
      assertThat(instance.getResult())
          .isEqualTo(
              "ids=%d {failed=6, succeeded LONG=1, succeeded NONE=%d, succeeded root=1}"
                  .formatted(HARMLESS + 8, HARMLESS));
      var progress = cluster.api().get("/api/v1/instances/%d/progress".formatted(id));
      assertThat(progress.path("total").asLong()).isEqualTo(HARMLESS + 8);
      assertThat(progress.path("succeeded").asLong()).isEqualTo(HARMLESS + 2);
      assertThat(progress.path("failed").asLong()).isEqualTo(6);
    } finally {
      supervisor.shutdownNow();
    }
  }
}
