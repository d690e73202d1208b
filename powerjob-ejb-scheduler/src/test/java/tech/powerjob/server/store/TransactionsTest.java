package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
public class TransactionsTest {
  private final DataSource dataSource = database();

  /** An empty database with the schema. */
  protected DataSource database() {
    return H2.migrated();
  }

  private static int note(Connection connection, String key) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO sundry (pkey, skey, gmt_create, gmt_modified)"
                + " VALUES ('test', ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)")) {
      insert.setString(1, key);
      return insert.executeUpdate();
    }
  }

  private int noted(Transactions transactions) {
    return transactions.read(
        connection -> {
          try (var select = connection.createStatement();
              var rows = select.executeQuery("SELECT COUNT(*) FROM sundry")) {
            rows.next();
            return rows.getInt(1);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void manyThreads_eachGetsItsOwnResultAndNothingIsLost(int committers) throws Exception {
    var transactions = new Transactions(dataSource, committers);
    var threads = Executors.newFixedThreadPool(16);
    try {
      var all = new ArrayList<Future<String>>();
      for (int i = 0; i < 2_000; i++) {
        var key = "k" + i;
        all.add(
            threads.submit(
                () ->
                    transactions.commit(
                        connection -> {
                          note(connection, key);
                          return key;
                        })));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("k" + i);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(noted(transactions)).isEqualTo(2_000);
  }

  @Test
  void oneBadWorkInAGroup_failsAlone() throws Exception {
    var transactions = new Transactions(dataSource, 1);
    var entered = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var runs = new AtomicInteger();
    var threads = Executors.newCachedThreadPool();
    try {
      var leader =
          threads.submit(
              () ->
                  transactions.commit(
                      connection -> {
                        entered.countDown();
                        awaitQuietly(gate);
                        return note(connection, "leader");
                      }));
      assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
      var group = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 8; i++) {
        var key = i == 3 ? "leader" : "k" + i; // Number 3 violates the unique key.
        group.add(
            threads.submit(
                () ->
                    transactions.commit(
                        connection -> {
                          runs.incrementAndGet();
                          return note(connection, key);
                        })));
      }
      await().until(() -> transactions.waiting() == 8);
      gate.countDown();
      leader.get();
      for (int i = 0; i < 8; i++) {
        var each = group.get(i);
        if (i == 3) {
          assertThatThrownBy(each::get)
              .isInstanceOf(ExecutionException.class)
              .cause()
              .isInstanceOfSatisfying(
                  StoreException.class, e -> assertThat(e.isDuplicate()).isTrue());
        } else {
          assertThat(each.get()).isEqualTo(1);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(noted(transactions)).isEqualTo(8);
    assertThat(runs.get()).as("they were tried together first").isGreaterThan(8);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void exceptionOfTheWork_rollsBackAndReachesTheCaller() {
    var transactions = new Transactions(dataSource, 1);
    assertThatThrownBy(
            () ->
                transactions.commit(
                    connection -> {
                      note(connection, "half");
                      throw new IllegalStateException("boom");
                    }))
        .hasMessage("boom");
    assertThat(noted(transactions)).isZero();
  }
}
