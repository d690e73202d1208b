package tech.powerjob.worker.internal.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.model.SystemMetrics;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.wire.WorkerHeartbeat;
import tech.powerjob.worker.extension.SystemMetricsCollector;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.internal.RecordingOutbox;

class HeartbeatsTest {
  private static final Heartbeats.Identity IDENTITY =
      new Heartbeats.Identity("w", "10.0.0.1:27777", "blue", "1.2");

  private static final List<ContainerInfo> CONTAINERS = List.of(new ContainerInfo(7, "a1", 5));

  private final ManualHost host = new ManualHost(new ManualTicker());
  private final RecordingOutbox outbox = new RecordingOutbox();
  private Heartbeats.Load load = new Heartbeats.Load(0, 2, false, 8);

  private Heartbeats heartbeats(SystemMetricsCollector collector) {
    return new Heartbeats(
        IDENTITY, outbox, () -> load, () -> CONTAINERS, collector, Duration.ofSeconds(10), host);
  }

  private static WorkerConnection connection(long heartbeatMillis) {
    return new WorkerConnection(3, List.of(), false, heartbeatMillis, List.of());
  }

  private List<WorkerHeartbeat> sent() {
    return outbox.sent(WorkerHeartbeat.class);
  }

  @Test
  void newLine_isGreetedAtOnce_thenInTheServersRhythm() {
    var metrics = new SystemMetrics();
    var heartbeats = heartbeats(() -> metrics);
    load = new Heartbeats.Load(4, 2, true, 8);

    heartbeats.connected(connection(5000));

    assertThat(sent())
        .containsExactly(
            new WorkerHeartbeat(
                "w",
                3,
                "10.0.0.1:27777",
                "blue",
                "1.2",
                false,
                false,
                true,
                4,
                2,
                metrics,
                8,
                CONTAINERS));
    host.advance(Duration.ofMillis(4999));
    assertThat(sent()).hasSize(1);
    host.advance(Duration.ofMillis(10_001));
    assertThat(sent()).hasSize(4);
  }

  @Test
  void slowServer_isOverruledByTheConfiguration() {
    heartbeats(SystemMetrics::new).connected(connection(60_000));

    host.advance(Duration.ofSeconds(20));

    assertThat(sent()).hasSize(3);
  }

  @Test
  void serverThatAsksTooMuch_getsTenASecond() {
    heartbeats(SystemMetrics::new).connected(connection(0));

    host.advance(Duration.ofSeconds(1));

    assertThat(sent()).hasSize(11);
  }

  @Test
  void secondLine_doesNotDoubleTheRhythm() {
    var heartbeats = heartbeats(SystemMetrics::new);
    heartbeats.connected(connection(1000));
    heartbeats.connected(connection(1000));
    outbox.clear();

    host.advance(Duration.ofSeconds(5));

    assertThat(sent()).hasSize(5);
  }

  @Test
  void stoppingThenGone_areTold_andNothingAfter() {
    var heartbeats = heartbeats(SystemMetrics::new);
    heartbeats.connected(connection(1000));
    outbox.clear();

    heartbeats.stopping();
    host.advance(Duration.ofSeconds(1));
    heartbeats.gone();
    host.advance(Duration.ofMinutes(1));

    assertThat(sent())
        .extracting(WorkerHeartbeat::stopping, WorkerHeartbeat::gone)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(true, false),
            org.assertj.core.groups.Tuple.tuple(true, false),
            org.assertj.core.groups.Tuple.tuple(true, true));
  }

  @Test
  void failingCollector_doesNotStopTheHeart() {
    var heartbeats =
        heartbeats(
            () -> {
              throw new IllegalStateException("no metrics today");
            });

    heartbeats.connected(connection(1000));
    host.advance(Duration.ofSeconds(2));

    assertThat(sent()).hasSize(3);
  }

  @Test
  void withoutALineYet_nothingIsSaid() {
    var heartbeats = heartbeats(SystemMetrics::new);

    heartbeats.stopping();
    heartbeats.gone();

    assertThat(sent()).isEmpty();
  }
}
