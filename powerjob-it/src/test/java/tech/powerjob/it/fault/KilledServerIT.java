package tech.powerjob.it.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.it.AdminApi;
import tech.powerjob.it.Calls;
import tech.powerjob.it.Jobs;
import tech.powerjob.it.ServerProcess;
import tech.powerjob.it.Workers;

/**
 * The server is killed again and again while runs are asked for and a CRON job fires every second.
 */
class KilledServerIT {
  private static final String APP = "killed";
  private static final String PASSWORD = "password-of-killed";
  private static final int KILLS = 2;
  private static final int PAGE = 500;

  private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean(true);

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void killedWhileBusy_losesAndDoublesNothing(@TempDir Path folder) throws Exception {
    try (var server = ServerProcess.in(folder).withJvmOption("-Xmx1g").start()) {
      AdminApi.login(server).createApp(APP, PASSWORD);
      var worker = Workers.start(server, APP, PASSWORD);
      try {
        long cron;
        long api;
        try (var client = client(server)) {
          cron = save(client, "cron", TimeExpressionType.CRON, "* * * * * ?");
          api = save(client, "api", TimeExpressionType.API, null);
        }
        var asker = new Thread(() -> ask(server, api), "asker");
        asker.start();
        for (int kill = 0; kill < KILLS; kill++) {
          TimeUnit.SECONDS.sleep(6);
          server.kill();
          server.start();
        }
        TimeUnit.SECONDS.sleep(4);
        asking.set(false);
        asker.join();
        check(server, cron);
      } finally {
        worker.destroy();
      }
    }
  }

  private void check(ServerProcess server, long cron) throws Exception {
    assertThat(audit(server, cron)) // First, because an audit begins at the last change of the job.
        .contains("\"missed\":[]", "\"unexpected\":[]")
        .matches("(?s).*\"expected\":[0-9]{2,}.*");
    try (var client = client(server)) {
      assertThat(client.disableJob(cron).isSuccess()).isTrue();
      await("every run to end")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> page(client, 0, InstanceStatus.GENERALIZED_RUNNING_STATUS).isEmpty());
      var all = new HashMap<Long, InstanceInfoDTO>();
      for (int index = 0; ; index++) {
        var page = page(client, index, null);
        page.forEach(instance -> all.put(instance.getInstanceId(), instance));
        if (page.size() < PAGE) {
          break;
        }
      }
      assertThat(acknowledged).hasSizeGreaterThan(100);
      assertThat(all.keySet()).as("acknowledged runs").containsAll(acknowledged);
      assertThat(all.values())
          .as("runs that did not succeed")
          .filteredOn(instance -> instance.getStatus() != InstanceStatus.SUCCEED.getV())
          .extracting(InstanceInfoDTO::getInstanceId, InstanceInfoDTO::getResult)
          .isEmpty();
      assertThat(runs()).as("runs that did not happen exactly once").isEqualTo(once(all.keySet()));
      var due =
          all.values().stream()
              .filter(instance -> instance.getJobId() == cron)
              .map(InstanceInfoDTO::getExpectedTriggerTime)
              .toList();
      assertThat(due).hasSizeGreaterThan(KILLS * 5).doesNotHaveDuplicates();
    }
  }

  private static Map<Long, Integer> runs() {
    var runs = new HashMap<Long, Integer>();
    CountingProcessor.RUNS.forEach((id, count) -> runs.put(id, count.get()));
    return runs;
  }

  private static Map<Long, Integer> once(Set<Long> ids) {
    var runs = new HashMap<Long, Integer>();
    ids.forEach(id -> runs.put(id, 1));
    return runs;
  }

  /** Asks for runs without pause, whether the server is there or not. */
  private void ask(ServerProcess server, long job) {
    while (asking.get()) {
      try (var client = client(server)) {
        while (asking.get()) {
          var run = client.runJob(job, "x", 0);
          if (run.isSuccess()) {
            acknowledged.add(run.getData());
          }
        }
      } catch (PowerJobException e) {
        pause(); // The server is away, or went away before it could answer.
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PowerJobClient client(ServerProcess server) {
    return new PowerJobClient(server.address(), APP, PASSWORD);
  }

  private static long save(
      PowerJobClient client, String name, TimeExpressionType type, String expression) {
    var job = Jobs.onDemand(name, CountingProcessor.class);
    job.setTimeExpressionType(type);
    job.setTimeExpression(expression);
    return client.saveJob(job).getData();
  }

  private static List<InstanceInfoDTO> page(
      PowerJobClient client, int index, List<Integer> statuses) {
    var query = new InstancePageQuery();
    query.setIndex(index);
    query.setPageSize(PAGE);
    query.setSortBy("id");
    query.setAsc(true);
    query.setStatusIn(statuses);
    return client.queryInstanceInfo(query).getData().getData();
  }

  private static String audit(ServerProcess server, long job) {
    return Calls.asApp(server, APP, PASSWORD)
        .get("/api/v1/jobs/%d/ledger-audit".formatted(job))
        .text();
  }
}
