package tech.powerjob.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.Transactions;

public class AuditLogTest {
  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AuditQuery ALL = query(null, null, null, 500);

  private final Transactions transactions = new Transactions(database(), 1);
  private final AuditRows rows = new AuditRows(transactions);
  private AuditActor caller = new AuditActor(AuditActor.Type.USER, 3L, "PWJB_anna", "10.0.0.1");
  private final AuditLog log =
      new AuditLog(() -> caller, this::add, this::add, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void change_isReadBackAsItWasWritten() {
    log.changed("job.edit", "job", 5, 7L, Map.of("a", 1), Map.of("a", 2));

    assertThat(rows.find(ALL))
        .singleElement()
        .isEqualTo(
            new AuditEntry(
                rows.find(ALL).get(0).id(),
                NOW,
                caller,
                "job.edit",
                "job",
                "5",
                7L,
                Outcome.DONE,
                "{\"a\":1}",
                "{\"a\":2}",
                null));
  }

  @Test
  void changeOfNothing_isNotNoted() {
    log.changed("job.edit", "job", 5, 7L, Map.of("a", 1), Map.of("a", 1));

    assertThat(rows.find(ALL)).isEmpty();
  }

  @Test
  void whatProgramsDoByTheThousand_isNotNoted() {
    caller = new AuditActor(AuditActor.Type.APP, 7L, "demo", "10.0.0.1");
    log.doneByPerson("instance.stop", "instance", 1, 7L);
    assertThat(rows.find(ALL)).isEmpty();

    caller = new AuditActor(AuditActor.Type.USER, 3L, "PWJB_anna", "10.0.0.1");
    log.doneByPerson("instance.stop", "instance", 1, 7L);
    assertThat(rows.find(ALL)).hasSize(1);
  }

  @Test
  void floodOfDeniedCalls_isBoundedAndTold() {
    for (int i = 0; i < 10_000; i++) {
      log.denied("access", "GET /job/list", "UserNotLoggedIn");
    }
    caller = new AuditActor(AuditActor.Type.STRANGER, null, "", "10.0.0.2");
    log.denied("access", "GET /job/list", "UserNotLoggedIn");

    var lines = rows.find(ALL);
    assertThat(lines).hasSizeLessThan(100);
    assertThat(lines.get(0).reason()).matches("UserNotLoggedIn \\(99\\d\\d more .* not listed\\)");
  }

  @Test
  void namesOfStrangers_areCutAndForgeNoLines() {
    caller =
        new AuditActor(AuditActor.Type.STRANGER, null, "x\nADMIN" + "y".repeat(999), "10.0.0.1");
    log.denied("login", "z".repeat(9_999), "password=hunter2 " + "w".repeat(9_999));

    var line = rows.find(ALL).get(0);
    assertThat(line.actor().name()).startsWith("x?ADMIN").hasSize(255);
    assertThat(line.objectId()).hasSize(255);
    assertThat(line.reason()).doesNotContain("hunter2").hasSizeLessThanOrEqualTo(1_024);
  }

  @Test
  void failingStore_failsNoDenial() {
    var broken =
        new AuditLog(
            () -> caller,
            entry -> {},
            entry -> {
              throw new IllegalStateException("the database is away");
            },
            Clock.systemUTC());

    assertThatCode(() -> broken.denied("access", "x", "y")).doesNotThrowAnyException();
  }

  @Test
  void pages_followEachOtherWithoutGapOrRepeat() {
    for (int i = 0; i < 25; i++) {
      log.changed("job.edit", "job", i, (long) (i % 2), null, Map.of("i", i));
    }

    var first = rows.find(query(null, null, null, 10));
    var second = rows.find(query(null, null, first.get(9).id(), 10));
    assertThat(first).extracting(AuditEntry::objectId).startsWith("24", "23").endsWith("15");
    assertThat(second).extracting(AuditEntry::objectId).startsWith("14").endsWith("5");
    assertThat(rows.find(query(1L, null, null, 500))).hasSize(12);
    assertThat(rows.find(query(null, "nobody", null, 500))).isEmpty();
  }

  @Test
  void oldLines_goInBatches() {
    IntStream.range(0, 600).forEach(i -> log.changed("a", "b", i, null, null, Map.of()));

    assertThat(rows.deleteSome(NOW)).isFalse();
    assertThat(rows.find(ALL)).hasSize(500);
    assertThat(rows.deleteSome(NOW.plusMillis(1))).isTrue();
    assertThat(rows.deleteSome(NOW.plusMillis(1))).isFalse();
    assertThat(rows.find(ALL)).isEmpty();
  }

  private void add(AuditEntry entry) {
    transactions.commit(
        connection -> {
          AuditRows.insert(connection, entry);
          return null;
        });
  }

  private static AuditQuery query(Long appId, String actor, Long before, int limit) {
    return new AuditQuery(appId, actor, null, null, null, null, null, null, before, limit);
  }
}
