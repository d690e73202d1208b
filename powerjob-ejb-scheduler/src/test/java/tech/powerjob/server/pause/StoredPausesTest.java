package tech.powerjob.server.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.Topic;
import tech.powerjob.server.store.Transactions;

class StoredPausesTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static final AuditEntry LINE =
      AuditLog.ofNothing().change("pause", "job", 1, null, null, null);

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final StoredPauses pauses = new StoredPauses(transactions);

  private static Pause pause(Scope scope, long target, Instant endsAt) {
    return new Pause(
        scope,
        target,
        scope == Scope.ALL ? 0 : 7,
        NOW,
        Optional.ofNullable(endsAt),
        Optional.empty(),
        "because",
        "somebody",
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "JOB, 1, true, false, false",
    "APP, 7, true, true, false",
    "ALL, 0, true, true, true"
  })
  void pause_holdsForItsTargetOnly(
      Scope scope, long target, boolean job, boolean sibling, boolean stranger) {
    pauses.begin(pause(scope, target, null), NOW, LINE);
    assertThat(pauses.isPaused(7, 1, NOW)).isEqualTo(job);
    assertThat(pauses.isPaused(7, 2, NOW)).isEqualTo(sibling);
    assertThat(pauses.isPaused(8, 3, NOW)).isEqualTo(stranger);
    assertThat(new StoredPauses(transactions).lasting(NOW)).hasSize(1);
  }

  @Test
  void ended_nothingIsPausedButThePastIsKnown() {
    pauses.begin(pause(Scope.JOB, 1, null), NOW, LINE);
    assertThat(pauses.end(Scope.JOB, 1, 7, "somebody", NOW.plusSeconds(5), LINE)).isTrue();
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(6))).isFalse();
    assertThat(pauses.wasPaused(7, 1, NOW.plusSeconds(1), NOW.plusSeconds(9))).isTrue();
    assertThat(pauses.wasPaused(7, 1, NOW.plusSeconds(6), NOW.plusSeconds(9))).isFalse();
    assertThat(pauses.end(Scope.JOB, 1, 7, "somebody", NOW.plusSeconds(7), LINE)).isFalse();
  }

  @Test
  void openPages_areToldOfPausesThatConcernThem() {
    var mine = new Topic(Topic.Kind.APP, 7);
    var others = new Topic(Topic.Kind.APP, 8);
    var touched = transactions.touched();
    touched.watch(Set.of(mine, others, new Topic(Topic.Kind.RUN, 7)));
    pauses.begin(pause(Scope.JOB, 1, null), NOW, LINE);
    assertThat(touched.take()).containsExactly(mine);
    pauses.end(Scope.JOB, 1, 7, "somebody", NOW.plusSeconds(5), LINE);
    assertThat(touched.take()).containsExactly(mine);
    pauses.begin(pause(Scope.ALL, 0, null), NOW, LINE);
    assertThat(touched.take()).containsExactlyInAnyOrder(mine, others);
  }

  @Test
  void maintenanceWindow_endsByItself() {
    pauses.begin(pause(Scope.ALL, 0, NOW.plusSeconds(60)), NOW, LINE);
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(59))).isTrue();
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void plannedPause_beginsByItself_andIsListedBefore() {
    var planned =
        new Pause(
            Scope.JOB,
            1,
            7,
            NOW.plusSeconds(60),
            Optional.of(NOW.plusSeconds(120)),
            Optional.empty(),
            "because",
            "somebody",
            null);
    pauses.begin(planned, NOW, LINE);
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(59))).isFalse();
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(60))).isTrue();
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(120))).isFalse();
    assertThat(pauses.lasting(NOW)).isEmpty();
    assertThat(pauses.lastingOrToCome(NOW)).hasSize(1);

    assertThat(pauses.end(Scope.JOB, 1, 7, "somebody", NOW.plusSeconds(5), LINE)).isTrue();
    assertThat(pauses.lastingOrToCome(NOW.plusSeconds(6))).isEmpty();
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(61))).isFalse();
    assertThat(pauses.wasPaused(7, 1, NOW, NOW.plusSeconds(90))).isFalse();
  }

  @Test
  void pausedAgain_theLaterOneCounts() {
    pauses.begin(pause(Scope.JOB, 1, NOW.plusSeconds(1)), NOW, LINE);
    pauses.begin(pause(Scope.JOB, 1, NOW.plusSeconds(100)), NOW, LINE);
    assertThat(pauses.isPaused(7, 1, NOW.plusSeconds(50))).isTrue();
    assertThat(pauses.lasting(NOW)).hasSize(1);
  }
}
