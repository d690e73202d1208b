package tech.powerjob.it.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.jca.outbox.OutboxStatements;
import tech.powerjob.worker.once.OncePerInstance;
import tech.powerjob.worker.once.StaleRunException;

/** The tables that live in the users' own databases, made as the documentation says. */
final class UsersTables {
  private static final Path DOCUMENTATION = Path.of("..", "docs", "resource-adapter.md");

  private final DataSource dataSource;

  UsersTables(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  void outbox_takesARequestToItsEnd() throws Exception {
    create("powerjob_outbox");
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(true);
      OutboxStatements.check(connection);
    }
  }

  void effect_happensOnce_alsoIfItsRepetitionComesMeanwhile() throws Exception {
    create("powerjob_once");
    var begun = new CountDownLatch(1);
    var reading = new CountDownLatch(1);
    ExecutorService repeating = Executors.newSingleThreadExecutor();
    try {
      var repeated =
          repeating.submit(
              () -> {
                try (var connection = dataSource.getConnection()) {
                  connection.setTransactionIsolation(
                      connection.getMetaData().getDefaultTransactionIsolation());
                  connection.setAutoCommit(false);
                  assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
                  // Whoever has read does not see what is committed later, on some databases.
                  try (var statement = connection.createStatement()) {
                    statement.executeQuery("SELECT COUNT(*) FROM powerjob_once").close();
                  }
                  reading.countDown();
                  var result =
                      OncePerInstance.run(connection, context(1), "pay", () -> "paid twice");
                  connection.commit();
                  return result;
                }
              });
      var first =
          OncePerInstance.runInTransaction(
              dataSource,
              context(1),
              "pay",
              connection -> {
                begun.countDown();
                assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
                return "paid";
              });
      assertThat(first).isEqualTo("paid");
      assertThat(repeated.get(60, TimeUnit.SECONDS)).isEqualTo("paid");
    } finally {
      repeating.shutdownNow();
    }
    assertThat(once(2, "pay", "paid again")).isEqualTo("paid");
    assertThat(once(2, "mail", "sent")).isEqualTo("sent");
    assertThatThrownBy(() -> once(1, "log", "logged")).isInstanceOf(StaleRunException.class);
    assertThat(once(2, "log", "logged")).isEqualTo("logged");
  }

  private String once(long epoch, String step, String result) throws Exception {
    return OncePerInstance.runInTransaction(dataSource, context(epoch), step, connection -> result);
  }

  private static TaskContext context(long epoch) {
    var context = new TaskContext();
    context.setInstanceId(5L);
    context.setTaskId("0");
    context.setEpoch(epoch);
    return context;
  }

  /** Makes a table by the statements that users copy. */
  private void create(String table) throws SQLException, IOException {
    var text = Files.readString(DOCUMENTATION);
    int from = text.indexOf("CREATE TABLE " + table);
    var statements = text.substring(from, text.indexOf("```", from)).split(";");
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      for (var each : statements) {
        if (!each.isBlank()) {
          statement.execute(each.trim());
        }
      }
    }
  }
}
