package tech.powerjob.worker.once;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import javax.sql.DataSource;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Makes an effect happen once for each task of an instance and step, however often the task is run:
 * after a crash, after a retry, or by two workers at once. A row in the table {@code powerjob_once}
 * of the database that the effect changes is written in the effect's own transaction, so that there
 * are either both or none. A duplicate that comes while the first transaction is open waits for its
 * end.
 *
 * <pre>{@code
 * try (var connection = dataSource.getConnection()) { // within the bean's transaction
 *   var result = OncePerInstance.run(connection, context, "ship", () -> ship(order, connection));
 * }
 * }</pre>
 *
 * <p>Works with connections in a transaction of their own and with those of a container. Effects in
 * other systems than this database are not covered. Thread-safe.
 */
public final class OncePerInstance {
  /** Most characters of a task's id and a step together. */
  public static final int STEP_LIMIT = 199;

  private static final String INSERT =
      "INSERT INTO powerjob_once (instance_id, step, epoch, created) VALUES (?,?,?,?)";

  /** Integrity constraint violation, in the SQL standard. */
  private static final String VIOLATION = "23";

  /** What is to happen once. */
  @FunctionalInterface
  public interface Effect {
    /**
     * Does it.
     *
     * @return a result for this run and its repeats, may be {@code null}
     */
    String apply() throws Exception;
  }

  private OncePerInstance() {}

  /**
   * Does an effect if it was not done before, in the transaction of the connection, which the
   * caller ends.
   *
   * @param step tells several effects of a task apart
   * @return what the effect returned, now or when it was done
   * @throws StaleRunException if a later dispatch of the instance has been here; nothing was done
   * @throws IllegalStateException if the connection commits by itself after each statement
   * @throws SQLException if the database fails; the transaction is to be rolled back
   * @throws Exception what the effect throws; the transaction is to be rolled back
   */
  public static String run(Connection connection, TaskContext context, String step, Effect effect)
      throws Exception {
    if (!claim(connection, context, step)) {
      return result(connection, context, step);
    }
    var result = effect.apply();
    if (result != null) {
      keep(connection, context, step, result);
    }
    return result;
  }

  /** As {@link #run}, in a transaction of its own that is committed if all went well. */
  public static String runInTransaction(
      DataSource dataSource, TaskContext context, String step, ConnectionEffect effect)
      throws Exception {
    try (var connection = dataSource.getConnection()) {
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        var result = run(connection, context, step, () -> effect.apply(connection));
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(before);
      }
    }
  }

  /** What is to happen once, with a connection in the transaction. */
  @FunctionalInterface
  public interface ConnectionEffect {
    /** As {@link Effect#apply()}. */
    String apply(Connection connection) throws Exception;
  }

  /**
   * Notes that a step is done, in the transaction of the connection.
   *
   * @return whether it is for this run to do it; if not, it was done before
   * @throws StaleRunException as {@link #run}
   * @throws IllegalStateException as {@link #run}
   * @throws SQLException as {@link #run}
   */
  public static boolean claim(Connection connection, TaskContext context, String step)
      throws SQLException {
    if (connection.getAutoCommit()) {
      throw new IllegalStateException(
          "the connection commits each statement by itself; it must be in the transaction of the"
              + " effect");
    }
    var key = key(context, step);
    // First of all: a read before it would fix, on MySQL, what can be seen of other transactions.
    boolean mine = insert(connection, context, key);
    long latest = latestEpoch(connection, context);
    if (latest <= context.getEpoch()) {
      return mine;
    }
    if (mine) {
      remove(connection, context, key);
    }
    throw new StaleRunException(context.getInstanceId(), context.getEpoch(), latest);
  }

  private static boolean insert(Connection connection, TaskContext context, String key)
      throws SQLException {
    // A violated constraint would end the whole transaction on PostgreSQL.
    boolean postgreSql = connection.getMetaData().getDatabaseProductName().contains("PostgreSQL");
    try (var insert =
        connection.prepareStatement(postgreSql ? INSERT + " ON CONFLICT DO NOTHING" : INSERT)) {
      insert.setLong(1, context.getInstanceId());
      insert.setString(2, key);
      insert.setLong(3, context.getEpoch());
      insert.setLong(4, System.currentTimeMillis());
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(VIOLATION)) {
        return false;
      }
      throw e;
    }
  }

  private static String key(TaskContext context, String step) {
    Objects.requireNonNull(context.getInstanceId(), "the context has no instance");
    var key = context.getTaskId() + "/" + step;
    if (step.isBlank() || key.length() > STEP_LIMIT + 1) {
      throw new IllegalArgumentException(
          "step is '%s' but must not be blank, and with the id of the task at most %d characters"
              .formatted(step, STEP_LIMIT));
    }
    return key;
  }

  private static long latestEpoch(Connection connection, TaskContext context) throws SQLException {
    try (var select =
        connection.prepareStatement("SELECT MAX(epoch) FROM powerjob_once WHERE instance_id = ?")) {
      select.setLong(1, context.getInstanceId());
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  private static void remove(Connection connection, TaskContext context, String key)
      throws SQLException {
    try (var delete =
        connection.prepareStatement(
            "DELETE FROM powerjob_once WHERE instance_id = ? AND step = ?")) {
      delete.setLong(1, context.getInstanceId());
      delete.setString(2, key);
      delete.executeUpdate();
    }
  }

  private static void keep(Connection connection, TaskContext context, String step, String result)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE powerjob_once SET result = ? WHERE instance_id = ? AND step = ?")) {
      update.setString(1, result);
      update.setLong(2, context.getInstanceId());
      update.setString(3, key(context, step));
      update.executeUpdate();
    }
  }

  private static String result(Connection connection, TaskContext context, String step)
      throws SQLException {
    // Locking, because such a read sees what was committed since this transaction began to read.
    try (var select =
        connection.prepareStatement(
            "SELECT result FROM powerjob_once WHERE instance_id = ? AND step = ? FOR UPDATE")) {
      select.setLong(1, context.getInstanceId());
      select.setString(2, key(context, step));
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /**
   * Forgets what was done before an instant. To be called now and then; effects of instances that
   * may still be run again must be remembered.
   *
   * @return how many were forgotten
   */
  public static int forget(Connection connection, Instant before) throws SQLException {
    try (var delete = connection.prepareStatement("DELETE FROM powerjob_once WHERE created < ?")) {
      delete.setLong(1, before.toEpochMilli());
      return delete.executeUpdate();
    }
  }
}
