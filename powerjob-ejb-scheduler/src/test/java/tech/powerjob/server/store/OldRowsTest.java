package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.worker.Partitions;

class OldRowsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");

  private final Transactions transactions = new Transactions(H2.migrated(), 1);

  @BeforeEach
  void tables() {
    execute(
        "CREATE TABLE thing (id BIGINT PRIMARY KEY, made BIGINT, deadline BIGINT,"
            + " finished_time BIGINT, partition_no INT)");
    execute("CREATE TABLE part (thing_id BIGINT)");
  }

  private void execute(String sql) {
    transactions.commit(
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private void thing(long id, Instant made, String deadline, int partition) {
    long millis = made.toEpochMilli();
    execute(
        "INSERT INTO thing VALUES (%d, %d, %s, %d, %d)"
            .formatted(id, millis, deadline, millis, partition));
    execute("INSERT INTO part VALUES (%d), (%d)".formatted(id, id));
  }

  private List<Long> ids(String column, String table) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT %s FROM %s ORDER BY 1".formatted(column, table))) {
            return ValueList.readLongs(select);
          }
        });
  }

  @Test
  void deleteBefore_takesTheOldest_withAllThatHangsOnThem_aBatchAtATime() {
    thing(3, T0, "NULL", 0);
    thing(1, T0.plusMillis(1), "NULL", 0);
    thing(2, T0.plusMillis(2), "NULL", 0);
    thing(4, T0.plusMillis(3), "NULL", 0);
    var rows = new OldRows("thing", "id", "thing_id", List.of("part"));
    var before = T0.plusMillis(3);

    assertThat(rows.deleteBefore(transactions, "made", before, 2)).isTrue();
    assertThat(ids("id", "thing")).containsExactly(2L, 4L);
    assertThat(ids("thing_id", "part")).containsExactly(2L, 2L, 4L, 4L);

    assertThat(rows.deleteBefore(transactions, "made", before, 2)).isFalse();
    assertThat(rows.deleteBefore(transactions, "made", before, 2)).isFalse();
    assertThat(ids("id", "thing")).containsExactly(4L);
  }

  @Test
  void deleteBefore_leavesOtherTablesAlone_ifNothingHangsOnTheRows() {
    thing(1, T0, "NULL", 0);

    assertThat(new OldRows("thing", "id").deleteBefore(transactions, "made", T0.plusMillis(1), 5))
        .isFalse();
    assertThat(ids("id", "thing")).isEmpty();
    assertThat(ids("thing_id", "part")).hasSize(2);
  }

  @Test
  void deleteFinished_takesWhatIsOver_ofItsPartitionsOnly() {
    long first = InstanceIds.firstOf(T0);
    thing(first, T0, "NULL", 0);
    thing(first + 1, T0, "17", 0);
    thing(first + 2, T0, "NULL", 1);
    thing(first + 3, T0, "NULL", 0);
    thing(InstanceIds.firstOf(T0.plusSeconds(2)), T0, "NULL", 0);
    var rows = new OldRows("thing", "id", "thing_id", List.of("part"));
    var owned = Partitions.of(IntStream.of(0));
    var before = T0.plusSeconds(1);

    assertThat(rows.deleteFinished(transactions, owned, before, 1)).isTrue();
    assertThat(rows.deleteFinished(transactions, owned, before, 1)).isTrue();
    assertThat(rows.deleteFinished(transactions, owned, before, 1)).isFalse();
    assertThat(ids("id", "thing"))
        .containsExactly(first + 1, first + 2, InstanceIds.firstOf(T0.plusSeconds(2)));
    assertThat(ids("thing_id", "part")).hasSize(6);
    assertThat(rows.deleteFinished(transactions, Partitions.of(IntStream.empty()), before, 1))
        .isFalse();
  }
}
