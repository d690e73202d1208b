package tech.powerjob.sample.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * The application on Payara Micro is killed between its commit and the server's answer. What was
 * committed runs all the same, and once.
 */
class KilledApplicationIT {
  private static final int PORT = Integer.getInteger("powerjob.it.application.port");
  private static final Duration START = Duration.ofSeconds(180);

  @TempDir Path folder;

  private final OrdersClient orders = new OrdersClient(PORT);
  private Process application;

  @AfterEach
  void killApplication() throws Exception {
    kill();
  }

  @Test
  void committedSubmissions_runOnceAfterTheRestart() throws Exception {
    try (var powerJob = PowerJob.start(folder.resolve("server"))) {
      long job = powerJob.job("ship", ExecuteType.STANDALONE);
      startApplication();
      powerJob.awaitWorker();
      orders.take(1, job);
      await().atMost(PowerJob.PATIENCE).until(() -> orders.shipped(1).equals("1"));

      // The relay sends the second order and hears nothing; the third one stays behind it.
      signal("STOP", powerJob.server().pid());
      var sent = orders.take(2, job);
      TimeUnit.SECONDS.sleep(1);
      var unsent = orders.take(3, job);
      kill();
      signal("CONT", powerJob.server().pid());
      startApplication();

      await()
          .atMost(START)
          .until(() -> orders.shipped(2).equals("1") && orders.shipped(3).equals("1"));
      await().atMost(START).until(() -> finished(powerJob, sent) && finished(powerJob, unsent));
      assertThat(powerJob.ofJob(job)).hasSize(3);
      assertThat(powerJob.ofSubmission(sent)).hasSize(1);
      assertThat(powerJob.ofSubmission(unsent)).hasSize(1);
    }
  }

  private static boolean finished(PowerJob powerJob, String key) {
    return powerJob.ofSubmission(key).stream()
        .anyMatch(each -> each.getStatus() == InstanceStatus.SUCCEED.getV());
  }

  private void startApplication() throws Exception {
    var servers = Path.of(System.getProperty("powerjob.it.servers")).toAbsolutePath();
    var log = Files.createDirectories(Path.of("target", "servers")).resolve("killed.log").toFile();
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            servers.resolve("payara-micro.jar").toString(),
            "--nocluster",
            "--nohostaware",
            "--port",
            String.valueOf(PORT),
            "--prebootcommandfile",
            servers.resolve("payara-micro-preboot.txt").toString(),
            "--postbootcommandfile",
            servers.resolve("payara-micro-postboot.txt").toString(),
            "--deploy",
            Path.of(System.getProperty("powerjob.it.war")).toAbsolutePath().toString());
    application =
        new ProcessBuilder(command)
            // Where the sample keeps its database.
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    var started = application;
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    await()
        .atMost(START)
        .until(
            () -> {
              assertThat(started.isAlive()).as("see target/servers/killed.log").isTrue();
              return orders.isThere();
            });
  }

  private void kill() throws InterruptedException {
    if (application != null) {
      application.destroyForcibly();
      assertThat(application.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
