package tech.powerjob.server.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.store.Dialect;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.Leases;
import tech.powerjob.server.store.Transactions;

public class OwnershipTest {
  private final DataSource dataSource = database();
  private final Leases leases = new Leases(new Transactions(dataSource, 1), dialect());

  /** An empty database with the schema. */
  protected DataSource database() {
    return H2.migrated();
  }

  protected Dialect dialect() {
    return Dialect.H2;
  }

  private Ownership server(String address) {
    return new Ownership(leases, register(address), new SharedClock(Clock.systemUTC()));
  }

  /** Lets all servers that live be found by workers. */
  private void settle() {
    new Transactions(dataSource, 1)
        .commit(
            connection -> {
              try (var statement = connection.createStatement()) {
                return statement.executeUpdate("UPDATE server_info SET active_from = 0");
              }
            });
  }

  private Leases.Registration register(String address) {
    return leases.register(address, List.of(address + "0"), Instant.EPOCH);
  }

  @Test
  void sameAddress_keepsItsId() {
    long first = register("a:1").serverId();
    assertThat(register("a:1").serverId()).isEqualTo(first);
    assertThat(register("b:1").serverId()).isNotEqualTo(first);
  }

  @Test
  void sameAddressTwice_onlyTheLatterOwnsSomething() {
    var older = server("a:1");
    older.turn(0);
    var newer = server("a:1");
    newer.turn(0);
    older.turn(1);
    assertThat(older.owned(2).isEmpty()).isTrue();
    assertThat(older.isReplaced()).isTrue();
    assertThat(newer.owned(2).size()).isEqualTo(Partitions.COUNT);
    older.resign();
    newer.turn(3);
    assertThat(newer.owned(4).size()).isEqualTo(Partitions.COUNT);
  }

  @Test
  void newcomer_isListedButLooksAfterNothing_untilWorkersFoundIt() {
    var a = server("a:1");
    a.turn(0);
    settle();
    var b = server("b:1");
    b.turn(0);
    a.turn(1);
    b.turn(1);
    assertThat(a.alive()).hasSize(2);
    assertThat(a.owned(2).size()).isEqualTo(Partitions.COUNT);
    assertThat(b.owned(2).isEmpty()).isTrue();
  }

  @Test
  void alive_isADirectoryOfAllThatLive() {
    var a = server("a:1");
    var b = server("b:1");
    a.turn(0);
    b.turn(0);
    assertThat(b.alive())
        .extracting(Leases.Node::address, Leases.Node::brokers)
        .containsExactly(tuple("a:1", List.of("a:10")), tuple("b:1", List.of("b:10")));
    a.resign();
    b.turn(1);
    assertThat(b.alive()).extracting(Leases.Node::address).containsExactly("b:1");
  }

  @Test
  void alone_ownsEverything() {
    var only = server("a:1");
    only.turn(0);
    assertThat(only.owned(1).size()).isEqualTo(Partitions.COUNT);
  }

  @Test
  void second_takesItsShareAndNothingIsOwnedTwice() {
    var a = server("a:1");
    var b = server("b:1");
    a.turn(0);
    b.turn(0);
    settle();
    a.turn(0);
    b.turn(0);
    assertThat(a.owned(1).size() + b.owned(1).size()).isEqualTo(Partitions.COUNT);
    assertThat(IntStream.range(0, Partitions.COUNT).filter(i -> a.owned(1).contains(i)))
        .noneMatch(i -> b.owned(1).contains(i));
    assertThat(a.owned(1).size()).isBetween(15, 49);
  }

  @Test
  void resigned_leavesEverythingAtOnce() {
    var a = server("a:1");
    var b = server("b:1");
    a.turn(0);
    b.turn(0);
    a.resign();
    assertThat(a.owned(1).isEmpty()).isTrue();
    b.turn(0);
    assertThat(b.owned(1).size()).isEqualTo(Partitions.COUNT);
  }

  @Test
  void notRenewed_ownsNothingAfterTheLease() {
    var only = server("a:1");
    only.turn(0);
    assertThat(only.owned(Ownership.LEASE.toNanos() - 1).isEmpty()).isFalse();
    assertThat(only.owned(Ownership.LEASE.toNanos()).isEmpty()).isTrue();
  }

  @Test
  void serverLeaves_movesOnlyItsOwnShare() {
    var three = List.of(1L, 2L, 3L);
    var two = List.of(1L, 3L);
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      long before = Ownership.preferred(partition, three);
      if (before != 2) {
        assertThat(Ownership.preferred(partition, two)).isEqualTo(before);
      }
    }
  }

  @Test
  void threeServers_shareEvenly() {
    for (long id : List.of(1L, 2L, 3L)) {
      assertThat(
              IntStream.range(0, Partitions.COUNT)
                  .filter(partition -> Ownership.preferred(partition, List.of(1L, 2L, 3L)) == id)
                  .count())
          .isBetween(10L, 33L);
    }
  }
}
