package tech.powerjob.server.ownership;

import static org.assertj.core.api.Assertions.assertThat;

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
    return new Ownership(leases, leases.register(address, Instant.EPOCH));
  }

  @Test
  void sameAddress_keepsItsId() {
    long first = leases.register("a:1", Instant.EPOCH);
    assertThat(leases.register("a:1", Instant.EPOCH)).isEqualTo(first);
    assertThat(leases.register("b:1", Instant.EPOCH)).isNotEqualTo(first);
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
