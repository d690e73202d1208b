package tech.powerjob.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.SharedServer;
import tech.powerjob.it.Workers;
import tech.powerjob.worker.PowerJobWorker;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What becomes of the runs of a worker that stops in good order. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class DrainIT {
  private static final String APP = "drain";
  private static final String PASSWORD = "password-of-drain";
  private static final Queue<String> STARTS = new ConcurrentLinkedQueue<>();

  @RegisterExtension static final SharedServer SHARED = new SharedServer();

  private static ServerProcess server;
  private static PowerJobClient client;

  /** Takes long at the first worker, and no time at others. */
  public static final class Slow implements BasicProcessor {
    @Override
    public ProcessResult process(TaskContext context) throws InterruptedException {
      STARTS.add(context.getUserContext() + " " + context.getInstanceParams());
      if (context.getUserContext().equals("first")) {
        TimeUnit.MINUTES.sleep(3);
      }
      return new ProcessResult(true, "done by " + context.getUserContext());
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = SHARED.process();
    AdminApi.login(server).createApp(APP, PASSWORD);
    client = new PowerJobClient(server.address(), APP, PASSWORD);
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static PowerJobWorker worker(String name) throws Exception {
    var config = Workers.config(server, APP, PASSWORD);
    config.setUserContext(name);
    config.setStopTimeout(Duration.ofMillis(300));
    return Workers.start(config);
  }

  private static long job() {
    var request = Jobs.onDemand("slow", Slow.class);
    request.setMaxInstanceNum(0);
    request.setInstanceRetryNum(0);
    // A worker that has just connected may not have been heard yet.
    request.setOptions(new JobOptions());
    request.getOptions().setWorkerWait(60_000L);
    return client.saveJob(request).getData();
  }

  private static InstanceInfoDTO info(long instanceId) {
    return client.fetchInstanceInfo(instanceId).getData();
  }

  @Test
  void runsOfAWorkerThatStops_endElsewhereAtOnce_andNoneIsCountedTwice() throws Exception {
    long jobId = job();
    var first = worker("first");
    var instances = new ArrayList<Long>();
    for (var params : List.of("a", "b")) {
      instances.add(client.runJob(jobId, params, 0).getData());
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> STARTS.size() == 2);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                instances.stream()
                        .filter(id -> info(id).getStatus() == InstanceStatus.RUNNING.getV())
                        .count()
                    == 2);
    var second = worker("second");
    try {
      long began = System.nanoTime();
      first.destroy();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(instances)
                      .allSatisfy(
                          id ->
                              assertThat(info(id).getStatus())
                                  .as("%s: %s", id, info(id).getResult())
                                  .isEqualTo(InstanceStatus.SUCCEED.getV())));

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
      assertThat(instances)
          .allSatisfy(
              id -> {
                assertThat(info(id).getResult()).isEqualTo("done by second");
                assertThat(info(id).getRunningTimes()).isEqualTo(1);
              });
      assertThat(STARTS)
          .filteredOn(start -> start.startsWith("second"))
          .containsExactlyInAnyOrder("second a", "second b");
    } finally {
      second.destroy();
    }
  }
}
