package tech.powerjob.worker.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.worker.core.processor.TaskContext;

@Timeout(60)
class OncePerInstanceTest {
  private DataSource dataSource;

  @BeforeEach
  void createTables() throws Exception {
    var source = new JdbcDataSource();
    source.setURL(
        "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000".formatted(UUID.randomUUID()));
    dataSource = source;
    execute("CREATE TABLE effect (text VARCHAR(100))");
    // As in docs/resource-adapter.md.
    execute(
        """
        CREATE TABLE powerjob_once (
          instance_id BIGINT       NOT NULL,
          step        VARCHAR(200) NOT NULL,
          epoch       BIGINT       NOT NULL,
          created     BIGINT       NOT NULL,
          result      TEXT,
          PRIMARY KEY (instance_id, step)
        )
        """);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static TaskContext context(long instance, long epoch) {
    var context = new TaskContext();
    context.setInstanceId(instance);
    context.setTaskId("0");
    context.setEpoch(epoch);
    return context;
  }

  private static String write(Connection connection, String text) throws SQLException {
    try (var insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
      insert.setString(1, text);
      insert.executeUpdate();
    }
    return text;
  }

  private String once(TaskContext context, String step, String text) throws Exception {
    return OncePerInstance.runInTransaction(
        dataSource, context, step, connection -> write(connection, text));
  }

  private List<String> effects() throws SQLException {
    try (var connection = dataSource.getConnection();
        var rows =
            connection.createStatement().executeQuery("SELECT text FROM effect ORDER BY text")) {
      List<String> effects = new ArrayList<>();
      while (rows.next()) {
        effects.add(rows.getString(1));
      }
      return effects;
    }
  }

  @Test
  void repeatedRun_doesNothingAndAnswersTheSame() throws Exception {
    assertThat(once(context(1, 1), "pay", "first")).isEqualTo("first");
    assertThat(once(context(1, 2), "pay", "second")).isEqualTo("first");

    assertThat(effects()).containsExactly("first");
  }

  @Test
  void stepsTasksAndInstances_areApart() throws Exception {
    once(context(1, 1), "pay", "a");
    once(context(1, 1), "ship", "b");
    once(context(2, 1), "pay", "c");
    var otherTask = context(1, 1);
    otherTask.setTaskId("0.1");
    once(otherTask, "pay", "d");

    assertThat(effects()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void failedEffect_isUndoneAndMayBeTriedAgain() throws Exception {
    assertThatThrownBy(
            () ->
                OncePerInstance.runInTransaction(
                    dataSource,
                    context(1, 1),
                    "pay",
                    connection -> {
                      write(connection, "half");
                      throw new IllegalStateException("no luck");
                    }))
        .hasMessage("no luck");
    assertThat(effects()).isEmpty();

    once(context(1, 2), "pay", "whole");

    assertThat(effects()).containsExactly("whole");
  }

  @Test
  void manyAtOnce_haveOneEffectAndOneAnswer() throws Exception {
    int threads = 16;
    var pool = Executors.newFixedThreadPool(threads);
    var start = new CountDownLatch(1);
    List<Future<String>> answers = new ArrayList<>();
    try {
      for (int i = 0; i < threads; i++) {
        var text = "effect " + i;
        Callable<String> run =
            () -> {
              start.await();
              return once(context(1, 1), "pay", text);
            };
        answers.add(pool.submit(run));
      }
      start.countDown();
      var given = new ArrayList<String>();
      for (var answer : answers) {
        given.add(answer.get(30, TimeUnit.SECONDS));
      }

      assertThat(effects()).hasSize(1);
      assertThat(given).containsOnly(effects().get(0));
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void duplicateOfAnOpenTransaction_waitsAndTakesOverIfThatRollsBack() throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try (var first = dataSource.getConnection()) {
      first.setAutoCommit(false);
      OncePerInstance.run(first, context(1, 1), "pay", () -> write(first, "first"));
      var second = pool.submit(() -> once(context(1, 1), "pay", "second"));

      first.rollback();

      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo("second");
      assertThat(effects()).containsExactly("second");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void outdatedRun_isRefusedOnceALaterOneHasBegun() throws Exception {
    once(context(1, 2), "pay", "by the second dispatch");

    assertThatThrownBy(() -> once(context(1, 1), "ship", "by the first"))
        .isInstanceOf(StaleRunException.class)
        .hasMessageContaining("epoch 1 is out of date");
    assertThat(effects()).containsExactly("by the second dispatch");
  }

  @Test
  void connectionOutsideATransaction_isRefused() throws Exception {
    try (var connection = dataSource.getConnection()) {
      assertThatThrownBy(() -> OncePerInstance.claim(connection, context(1, 1), "pay"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must be in the transaction of the effect");
    }
  }

  @Test
  void unusableStep_isNamed() {
    assertThatThrownBy(() -> once(context(1, 1), " ", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("step is ' '");
    assertThatThrownBy(() -> once(context(1, 1), "x".repeat(200), "x"))
        .hasMessageContaining("at most 199 characters");
  }

  @Test
  void oldEffects_canBeForgotten() throws Exception {
    once(context(1, 1), "pay", "x");
    try (var connection = dataSource.getConnection()) {
      assertThat(OncePerInstance.forget(connection, Instant.EPOCH)).isZero();
      assertThat(OncePerInstance.forget(connection, Instant.now().plusSeconds(60))).isEqualTo(1);
    }
  }
}
