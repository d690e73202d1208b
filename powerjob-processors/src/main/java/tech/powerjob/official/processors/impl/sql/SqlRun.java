package tech.powerjob.official.processors.impl.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One transaction, in a thread of its own: drivers do not listen to interrupts, and embedded
 * databases may break when one hits their files. The thread of the run waits, and cancels the
 * statement when it is interrupted or the time is up.
 */
final class SqlRun {
  /** How long a cancelled statement and its rollback get. */
  private static final Duration CANCEL_PATIENCE = Duration.ofSeconds(5);

  private static final Duration CANCEL_AGAIN = Duration.ofMillis(200);

  private enum Phase {
    RUNNING,
    COMMITTING,
    STOPPED
  }

  private final AbstractSqlProcessor.Connector connector;
  private final String sql;
  private final Duration limit;
  private final SqlResults results;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RUNNING);
  private volatile Connection open;
  private volatile Statement running;

  SqlRun(AbstractSqlProcessor.Connector connector, String sql, Duration limit, SqlResults results) {
    this.connector = connector;
    this.sql = sql;
    this.limit = limit;
    this.results = results;
  }

  /**
   * Runs and commits it.
   *
   * @throws SQLException if it failed or took too long; nothing is committed then
   * @throws InterruptedException if it was interrupted; nothing is committed then
   */
  void run() throws SQLException, InterruptedException {
    var work =
        new FutureTask<Void>(
            () -> {
              transaction();
              return null;
            });
    var thread = new Thread(work, "powerjob-sql");
    thread.setDaemon(true);
    thread.start();
    try {
      outcome(() -> work.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      if (isStopped(work)) {
        throw e;
      }
    } catch (TimeoutException e) {
      if (isStopped(work)) {
        throw new SQLTimeoutException("not done within %d s".formatted(limit.toSeconds()));
      }
    }
  }

  private interface Waiting {
    void end() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private static void outcome(Waiting waiting)
      throws SQLException, InterruptedException, TimeoutException {
    try {
      waiting.end();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException known) {
        throw known;
      }
      throw new SQLException("the driver failed: " + e.getCause(), e.getCause());
    }
  }

  /**
   * Cancels what runs and waits a little for its end.
   *
   * @return whether it is rolled back; {@code false} if it was committed before that
   */
  private boolean isStopped(FutureTask<Void> work) throws SQLException, InterruptedException {
    boolean stopped = phase.compareAndSet(Phase.RUNNING, Phase.STOPPED);
    boolean interrupted = false;
    long begin = System.nanoTime();
    while (!work.isDone() && System.nanoTime() - begin < CANCEL_PATIENCE.toNanos()) {
      if (stopped) {
        // Again and again: the statement may begin only now.
        cancel();
      }
      try {
        work.get(CANCEL_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Looked at below, if it still matters.
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (!work.isDone()) {
      abort();
      return true;
    }
    if (!stopped) {
      committed(work);
    }
    return stopped;
  }

  private static void committed(FutureTask<Void> work) throws SQLException, InterruptedException {
    try {
      outcome(work::get);
    } catch (TimeoutException e) {
      throw new IllegalStateException("it is done, there is nothing to wait for", e);
    }
  }

  private void cancel() {
    var statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It ends by itself, or the connection is dropped.
      }
    }
  }

  /** Drops a connection that does not answer; the database rolls back what it had. */
  private void abort() {
    var connection = open;
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // The thread that hangs in it is a daemon.
      }
    }
  }

  private void transaction() throws SQLException {
    try (var connection = connector.open()) {
      open = connection;
      boolean before = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        execute(connection);
        if (!phase.compareAndSet(Phase.RUNNING, Phase.COMMITTING)) {
          throw new SQLException("stopped before it was committed");
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollback(connection, before, e);
        throw e;
      }
      if (before) {
        restore(connection);
      }
    }
  }

  private void execute(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.setQueryTimeout((int) Math.min(limit.toSeconds(), Integer.MAX_VALUE));
      running = statement;
      if (phase.get() == Phase.RUNNING) {
        results.show(statement, statement.execute(sql));
      }
    } finally {
      running = null;
    }
  }

  /** Only after a rollback that worked: switching automatic commits on commits what is left. */
  private static void rollback(Connection connection, boolean before, Exception reason) {
    try {
      connection.rollback();
      connection.setAutoCommit(before);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** What is committed stays a success. */
  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A connection in that state is closed now, and a pool will not hand it out again.
    }
  }
}
