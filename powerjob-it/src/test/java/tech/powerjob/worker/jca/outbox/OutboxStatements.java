package tech.powerjob.worker.jca.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** What the outbox does with its table, from a request to its end, on any database. */
public final class OutboxStatements {
  private static final long NOW = 1_790_000_000_000L;

  private OutboxStatements() {}

  /** Goes through all statements. */
  public static void check(Connection connection) throws SQLException {
    var table = new OutboxTable("demo");
    table.add(connection, OutboxRequest.run("run", 7, "größer", 0, NOW), NOW);
    table.add(connection, OutboxRequest.stop("stop", "run", NOW + 1), NOW + 1);
    new OutboxTable("other").add(connection, OutboxRequest.run("foreign", 8, null, 0, NOW), NOW);

    var due = table.due(connection, NOW + 1, 10);
    assertThat(due).extracting(OutboxRequest::key).containsExactly("run", "stop");
    assertThat(due.get(0).instanceParams()).isEqualTo("größer");
    assertThat(due.get(0).firstSent()).isNull();
    assertThat(table.due(connection, NOW + 1, 1)).hasSize(1);
    assertThat(table.find(connection, "run")).isEqualTo(Optional.of(OptionalLong.empty()));
    assertThat(table.find(connection, "foreign")).isEmpty();

    assertThat(table.claim(connection, due.get(0), NOW, NOW + 60)).isTrue();
    assertThat(table.claim(connection, due.get(0), NOW, NOW + 60)).isFalse();
    var claimed = table.due(connection, NOW + 60, 10).get(0);
    assertThat(claimed.firstSent()).isEqualTo(NOW);
    table.postpone(connection, claimed, null, NOW + 90, "x".repeat(1_000));
    var postponed = table.due(connection, NOW + 90, 10).get(0);
    assertThat(postponed.failures()).isEqualTo(1);
    assertThat(postponed.firstSent()).isNull();

    table.done(connection, "run", 4711L, null, NOW + 100);
    table.done(connection, "stop", null, "too late", NOW + 100);
    assertThat(table.find(connection, "run")).isEqualTo(Optional.of(OptionalLong.of(4711)));
    assertThat(table.due(connection, NOW + 1_000, 10)).isEmpty();
    assertThat(table.purge(connection, NOW + 100)).isZero();
    assertThat(table.purge(connection, NOW + 101)).isEqualTo(2);
  }
}
