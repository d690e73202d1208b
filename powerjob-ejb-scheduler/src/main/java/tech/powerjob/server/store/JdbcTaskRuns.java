package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.task.TaskHome;
import tech.powerjob.domain.task.TaskRuns;

/** Homes of tasks in {@code task_run}. Thread-safe. */
public final class JdbcTaskRuns implements TaskRuns {
  private static final int ATTEMPTS = 3;

  private final Transactions transactions;
  private final String now;
  private final String ownBroker;

  /**
   * A store of one server.
   *
   * @param ownBroker {@code host:port} of its broker, as workers know it
   */
  public JdbcTaskRuns(Transactions transactions, Dialect dialect, String ownBroker) {
    this.transactions = transactions;
    this.now = dialect.now();
    this.ownBroker = ownBroker;
  }

  @Override
  public Map<Long, Place> settle(List<TaskHome.Dispatch> dispatches, Instant at) {
    // One order for all, so that two servers wait for each other in one direction only.
    var ordered =
        dispatches.stream()
            .sorted(Comparator.comparingLong(TaskHome.Dispatch::instanceId))
            .toList();
    for (int attempt = 1; ; attempt++) {
      try {
        return transactions.commit(connection -> settle(connection, ordered, at));
      } catch (StoreException e) {
        // Another server has settled the same instance in this moment: now its row can be read.
        if (!e.isDuplicate() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Map<Long, Place> settle(
      Connection connection, List<TaskHome.Dispatch> dispatches, Instant at) throws SQLException {
    var places = new HashMap<Long, Place>();
    for (var dispatch : dispatches) {
      var row = lock(connection, dispatch.instanceId());
      if (row.isPresent() && row.get().home().generation() > dispatch.generation()) {
        continue; // The instance has moved on; this command would come too late.
      }
      var stored = row.filter(each -> !each.removed()).map(Row::home);
      var there = new ArrayList<String>();
      if (stored.isPresent() && !stored.get().broker().equals(ownBroker)) {
        there.addAll(recentBrokers(connection));
      }
      var home = TaskHome.next(dispatch, stored, ownBroker, there::contains);
      if (row.isEmpty()) {
        insert(connection, home, at);
      } else if (!home.equals(row.get().home()) || row.get().removed()) {
        beginAnew(connection, home);
      }
      places.put(dispatch.instanceId(), Place.of(home, stored));
    }
    return places;
  }

  private record Row(TaskHome home, boolean removed) {}

  private static Optional<Row> lock(Connection connection, long instanceId) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT instance_id, app_id, generation, home_epoch, broker, reopened_after, removed"
                + " FROM task_run WHERE instance_id = ? FOR UPDATE")) {
      select.setLong(1, instanceId);
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Row(home(rows), rows.getInt("removed") != 0))
            : Optional.empty();
      }
    }
  }

  private static TaskHome home(ResultSet row) throws SQLException {
    long reopened = row.getLong("reopened_after");
    var reopenedAfter = row.wasNull() ? Optional.<Long>empty() : Optional.of(reopened);
    return new TaskHome(
        row.getLong("instance_id"),
        row.getLong("app_id"),
        row.getInt("generation"),
        row.getLong("home_epoch"),
        row.getString("broker"),
        reopenedAfter);
  }

  private List<String> recentBrokers(Connection connection) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT brokers FROM server_info WHERE expires_at > " + now + " - ?")) {
      select.setLong(1, PATIENCE.toMillis());
      try (var rows = select.executeQuery()) {
        var brokers = new ArrayList<String>();
        while (rows.next()) {
          brokers.addAll(List.of(rows.getString(1).split(",")));
        }
        return brokers;
      }
    }
  }

  private static void insert(Connection connection, TaskHome home, Instant at) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO task_run (app_id, generation, home_epoch, broker, instance_id, removed,"
                + " last_sequence, last_page, total_tasks, succeeded, failed, running, repeated,"
                + " workers, created) VALUES (?,?,?,?,?,0,0,0,0,0,0,0,0,0,?)")) {
      bind(insert, home);
      insert.setLong(6, at.toEpochMilli());
      insert.executeUpdate();
    }
  }

  private static void beginAnew(Connection connection, TaskHome home) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE task_run SET app_id = ?, generation = ?, home_epoch = ?, broker = ?,"
                + " removed = 0, reopened_after = NULL, reopened_page = NULL, begun = NULL,"
                + " last_sequence = 0, last_page = 0, worker_id = NULL, total_tasks = 0,"
                + " succeeded = 0, failed = 0, running = 0, repeated = 0, workers = 0,"
                + " running_tasks = NULL, reported = NULL WHERE instance_id = ?")) {
      bind(update, home);
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, TaskHome home) throws SQLException {
    statement.setLong(1, home.appId());
    statement.setInt(2, home.generation());
    statement.setLong(3, home.epoch());
    statement.setString(4, home.broker());
    statement.setLong(5, home.instanceId());
  }

  @Override
  public Map<Long, Instant> begun(Collection<Long> instanceIds) {
    var ids = List.copyOf(instanceIds);
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT instance_id, begun FROM task_run WHERE begun IS NOT NULL"
                      + " AND instance_id IN ("
                      + ValueList.marks(ids.size())
                      + ")")) {
            ValueList.setLongs(select, 0, ids);
            try (var rows = select.executeQuery()) {
              var found = new HashMap<Long, Instant>();
              while (rows.next()) {
                found.put(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2)));
              }
              return found;
            }
          }
        });
  }

  /**
   * Notes that the failed tasks of a run that has ended are to be run again.
   *
   * @param homeEpoch of the run as it was read
   * @param epoch under which it has ended
   * @return whether its tasks are still there
   */
  public boolean reopen(long instanceId, long homeEpoch, long epoch) {
    return transactions.commit(
            connection -> {
              try (var update =
                  connection.prepareStatement(
                      "UPDATE task_run SET reopened_page = COALESCE(reopened_page, last_page),"
                          + " reopened_after = ?, begun = NULL"
                          + " WHERE instance_id = ? AND home_epoch = ? AND removed = 0")) {
                update.setLong(1, epoch);
                update.setLong(2, instanceId);
                update.setLong(3, homeEpoch);
                return update.executeUpdate();
              }
            })
        == 1;
  }

  /**
   * Notes that the tasks of a run that has ended are about to be removed from their broker, so that
   * nobody opens it again.
   *
   * @param reopenedAfter as it was read
   * @return whether that is so; not if it was opened again in the meantime
   */
  public boolean close(long instanceId, long homeEpoch, Optional<Long> reopenedAfter) {
    return transactions.commit(
            connection -> {
              try (var update =
                  connection.prepareStatement(
                      "UPDATE task_run SET removed = 1 WHERE instance_id = ? AND home_epoch = ?"
                          + " AND COALESCE(reopened_after, -1) = ?")) {
                update.setLong(1, instanceId);
                update.setLong(2, homeEpoch);
                update.setLong(3, reopenedAfter.orElse(-1L));
                return update.executeUpdate();
              }
            })
        == 1;
  }

  /**
   * An instance that has tasks at some broker, as far as it matters for their removal.
   *
   * @param status code of the instance's status
   * @param finished when it ended, epoch milliseconds; {@code null} while it has not
   */
  public record Remains(TaskHome home, boolean removed, long failed, int status, Long finished) {}

  /** What is known of these instances; those of which nothing is known are missing. */
  public Map<Long, Remains> remains(Collection<Long> instanceIds) {
    var ids = List.copyOf(instanceIds);
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT r.instance_id, r.app_id, r.generation, r.home_epoch, r.broker,"
                      + " r.reopened_after, r.removed, r.failed, i.status, i.finished_time"
                      + " FROM task_run r JOIN instance_info i ON i.instance_id = r.instance_id"
                      + " WHERE r.instance_id IN ("
                      + ValueList.marks(ids.size())
                      + ")")) {
            ValueList.setLongs(select, 0, ids);
            try (var rows = select.executeQuery()) {
              var found = new HashMap<Long, Remains>();
              while (rows.next()) {
                long time = rows.getLong("finished_time");
                Long finished = rows.wasNull() ? null : time;
                found.put(
                    rows.getLong("instance_id"),
                    new Remains(
                        home(rows),
                        rows.getInt("removed") != 0,
                        rows.getLong("failed"),
                        rows.getInt("status"),
                        finished));
              }
              return found;
            }
          }
        });
  }
}
