package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.server.store.IdempotencyKeys.Call;

public class IdempotencyKeysTest {
  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private static JobInstance instance(long id) {
    return JobInstance.waiting(id, aJob(1).build(), NOW).build();
  }

  private static Call call(String key, Object request) {
    return Call.of(7, "RUN", key, request);
  }

  @Test
  void repeated_findsWhatTheFirstMade() {
    var transactions = new Transactions(database(), 1);
    var keys = new IdempotencyKeys(transactions);
    assertThat(keys.insertOnce(call("k", "a"), instance(1))).isEqualTo(1);
    assertThat(keys.insertOnce(call("k", "a"), instance(2))).isEqualTo(1);
    assertThat(new JdbcInstances(transactions).find(2)).isEmpty();
    assertThat(keys.insertOnce(call("other", "a"), instance(3))).isEqualTo(3);
    assertThat(keys.insertOnce(Call.of(8, "RUN", "k", "a"), instance(4))).isEqualTo(4);
  }

  @Test
  void sameKeyForSomethingElse_isRefused() {
    var keys = new IdempotencyKeys(new Transactions(database(), 1));
    keys.insertOnce(call("k", "a"), instance(1));
    assertThatThrownBy(() -> keys.insertOnce(call("k", "b"), instance(2)))
        .isInstanceOf(IdempotencyKeys.ConflictException.class)
        .hasMessageContaining("'k'");
  }

  @Test
  void oldKeys_areForgotten() {
    var keys = new IdempotencyKeys(new Transactions(database(), 1));
    keys.insertOnce(call("k", "a"), instance(1));
    assertThat(keys.forgetOld(NOW.plus(IdempotencyKeys.KEPT))).isZero();
    assertThat(keys.forgetOld(NOW.plus(IdempotencyKeys.KEPT).plus(Duration.ofMillis(1)))).isOne();
    assertThat(keys.insertOnce(call("k", "b"), instance(2))).isEqualTo(2);
  }

  @Test
  void unusableKeys_areRefused() {
    assertThatThrownBy(() -> call(" ", "a")).hasMessageContaining("idempotencyKey has 1");
    assertThatThrownBy(() -> call("x".repeat(256), "a")).hasMessageContaining("has 256");
  }

  @Test
  @Timeout(60)
  void serversAtOnce_makeOne() throws Exception {
    var dataSource = database();
    int servers = 8;
    var barrier = new CyclicBarrier(servers);
    var threads = Executors.newFixedThreadPool(servers);
    var made = new HashSet<Long>();
    try {
      var tasks = new ArrayList<Callable<Long>>();
      for (int i = 1; i <= servers; i++) {
        var keys = new IdempotencyKeys(new Transactions(dataSource, 1));
        long id = i;
        tasks.add(
            () -> {
              barrier.await(20, TimeUnit.SECONDS);
              return keys.insertOnce(call("k", "a"), instance(id));
            });
      }
      for (var result : threads.invokeAll(tasks, 40, TimeUnit.SECONDS)) {
        made.add(result.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(made).hasSize(1);
    assertThat(
            new JdbcInstances(new Transactions(dataSource, 1))
                .findAll(List.copyOf(Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L))))
        .hasSize(1);
  }
}
