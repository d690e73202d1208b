package tech.powerjob.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.testkit.Beats;

class WorkersTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final Workers workers = new Workers(NOW);

  private Worker worker() {
    return workers.find("w").orElseThrow();
  }

  @Test
  void sentSinceTheHeartbeat_countsUntilTheWorkerSpeaks() {
    workers.heard(Beats.withCapacity("w", 2), NOW);
    workers.sent("w");
    assertThat(worker().isFull()).isFalse();
    workers.sent("w");
    assertThat(worker().isFull()).isTrue();
    // Their ends may have been heard by another server.
    workers.heard(Beats.withCapacity("w", 2), NOW);
    assertThat(worker().load()).isZero();
    assertThat(worker().isFull()).isFalse();
  }

  @Test
  void endsMoreOftenThanKnown_isNotLessThanNothing() {
    workers.heard(Beats.withCapacity("w", 2), NOW);
    workers.over("w");
    assertThat(worker().load()).isZero();
  }

  @Test
  void refusal_countsUntilTheWorkerSpeaksOrEnoughRunsHaveEnded() {
    workers.heard(Beats.of("w"), NOW);
    workers.refused("w");
    assertThat(worker().isFull()).isTrue();
    for (int i = 0; i < 16; i++) {
      assertThat(worker().isFull()).isTrue();
      workers.over("w");
    }
    assertThat(worker().isFull()).isFalse();
    workers.refused("w");
    workers.heard(Beats.of("w"), NOW);
    assertThat(worker().isFull()).isFalse();
  }

  @Test
  void wordOfABusyWorker_countsAsALife() {
    workers.heard(Beats.of("w"), NOW);
    workers.sent("w");
    workers.spoke("w", NOW.plusSeconds(8));
    assertThat(worker().isAlive(NOW.plusSeconds(17))).isTrue();
    assertThat(worker().isAlive(NOW.plusSeconds(18))).isFalse();
    assertThat(worker().load()).as("only a heartbeat tells it anew").isEqualTo(1);
  }

  @Test
  void lateWordOfAWorkerThatHasLeft_doesNotBringItBack() {
    workers.heard(Beats.gone("w"), NOW);
    workers.spoke("w", NOW.plusSeconds(5));
    workers.spoke("unknown", NOW);
    assertThat(worker().isAlive(NOW.plusSeconds(5))).isFalse();
    assertThat(workers.find("unknown")).isEmpty();
  }
}
