package tech.powerjob.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static tech.powerjob.worker.internal.Commands.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.host.StandaloneHost;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;

/** The parts together, with real threads and a server in the same JVM. */
@Timeout(60)
class WorkerRuntimeTest {
  private final FakeServer server = new FakeServer();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final Semaphore leave = new Semaphore(0);
  private final PowerJobWorkerConfig config = config();
  private WorkerRuntime worker;

  private PowerJobWorkerConfig config() {
    var made = new PowerJobWorkerConfig();
    made.setProcessorFactoryList(
        List.of(
            new NamedProcessors()
                .with(
                    "ok",
                    context -> {
                      context.getOmsLogger().info("working on {}", context.getInstanceId());
                      return new ProcessResult(true, "fine");
                    })
                .with(
                    "slow",
                    context -> {
                      inside.countDown();
                      leave.acquire();
                      return new ProcessResult(true, "at last");
                    })));
    return made;
  }

  private void start() {
    worker =
        new WorkerRuntime(
            config,
            new Heartbeats.Identity("w", "10.0.0.1:27777", null, "1"),
            new StandaloneHost(8),
            server,
            Ticker.SYSTEM);
    worker.start();
  }

  @AfterEach
  void stop() {
    if (worker != null) {
      worker.close();
    }
  }

  private List<InstanceReport> ended() {
    return server.reports().stream().filter(report -> report.endTime() != null).toList();
  }

  @Test
  void command_isRun_resultAndLogLinesArrive() {
    start();
    server.say(run(1).processor("ok").command());

    await().until(() -> !ended().isEmpty());

    assertThat(ended().get(0).result()).isEqualTo("fine");
    // They leave on lanes of their own, so that neither waits for the other.
    await().until(() -> !server.lines().isEmpty());
    assertThat(server.lines()).containsExactly("working on 1");
    assertThat(server.heartbeats().get(0).gone()).isFalse();
  }

  @Test
  void serverThatGoesAway_getsTheResultWhenItIsBack() throws Exception {
    start();
    server.say(run(1).processor("slow").command());
    inside.await();
    await().until(() -> !server.reports().isEmpty());

    server.goDown();
    leave.release();
    assertThat(ended()).isEmpty();
    server.comeBack();

    await().until(() -> !ended().isEmpty());
    assertThat(ended().get(0))
        .extracting(InstanceReport::status, InstanceReport::result)
        .containsExactly(InstanceStatus.SUCCEED, "at last");
  }

  @Test
  void runInProgress_isToldToTheNewServer() throws Exception {
    start();
    server.say(run(1).processor("slow").command());
    inside.await();
    await().until(() -> !server.reports().isEmpty());
    server.goDown();
    server.heard().clear();
    server.comeBack();

    await().until(() -> !server.reports().isEmpty());

    assertThat(server.reports().get(0).status()).isEqualTo(InstanceStatus.RUNNING);
    assertThat(server.heartbeats()).isNotEmpty();
  }

  @Test
  void stop_waitsForRuns_saysSo_andGoes() throws Exception {
    start();
    server.say(run(1).processor("slow").command());
    inside.await();
    var stopping = new Thread(worker::stop, "stop under test");
    stopping.start();
    await().until(() -> last().stopping());
    server.say(run(2).processor("ok").command());
    await().until(() -> server.reports().stream().anyMatch(report -> report.instanceId() == 2));
    assertThat(last().gone()).isFalse();

    leave.release();
    stopping.join();

    assertThat(ended()).extracting(InstanceReport::result).containsExactly("at last");
    assertThat(server.reports())
        .filteredOn(report -> report.instanceId() == 2)
        .allMatch(InstanceReport::lost);
    assertThat(last().gone()).isTrue();
    assertThat(server.heard()).last().isEqualTo(last());
  }

  private tech.powerjob.wire.WorkerHeartbeat last() {
    var all = server.heartbeats();
    return all.get(all.size() - 1);
  }

  @Test
  void stopThatTakesTooLong_interruptsAndGivesBack() throws Exception {
    config.setStopTimeout(Duration.ofMillis(50));
    start();
    server.say(run(1).processor("slow").command());
    inside.await();

    worker.stop();

    assertThat(server.reports())
        .filteredOn(InstanceReport::lost)
        .extracting(InstanceReport::instanceId, InstanceReport::result)
        .containsExactly(tuple(1L, InstanceReport.HANDED_BACK));
    assertThat(ended()).isEmpty();
    assertThat(last().gone()).isTrue();
  }

  @Test
  void stop_leavesNoThread() throws Exception {
    start();
    server.say(run(1).processor("ok").command());
    await().until(() -> !ended().isEmpty());

    worker.stop();

    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.startsWith("powerjob-"))
                    .isEmpty());
  }

  @Test
  void withoutAServer_startFails_lazyOneWaits() {
    server.goDownBeforeAnyone();
    assertThatThrownBy(this::start).isInstanceOf(PowerJobException.class).hasMessage("down");
    worker.close();

    config.setAllowLazyConnectServer(true);
    start();
    assertThat(worker.isConnected()).isFalse();
    server.comeBack();
    await().until(worker::isConnected);
    await().until(() -> !server.heartbeats().isEmpty());
  }
}
