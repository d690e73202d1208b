package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tech.powerjob.domain.instance.InstanceIds;

/**
 * The newest row of each of some owners, in a table whose ids are {@link InstanceIds ids that grow
 * with time} and that has an index on owner and id. Thread-safe.
 */
public final class NewestIds {
  private static final int OWNERS_PER_QUERY = 50;

  /**
   * How far back is looked first, and then for those that had nothing: some databases walk through
   * all of an owner's rows from where they begin, and who has many has most often new ones.
   */
  private static final List<Duration> STEPS =
      List.of(Duration.ofMinutes(10), Duration.ofHours(8), Duration.ofDays(16));

  private final Transactions transactions;
  private final String table;
  private final String owner;
  private final String id;

  private NewestIds(Transactions transactions, String table, String owner, String id) {
    this.transactions = transactions;
    this.table = table;
    this.owner = owner;
    this.id = id;
  }

  /** Instances of jobs. */
  public static NewestIds ofJobs(Transactions transactions) {
    return new NewestIds(transactions, "instance_info", "job_id", "instance_id");
  }

  /** Runs of workflows. */
  static NewestIds ofWorkflows(Transactions transactions) {
    return new NewestIds(transactions, "workflow_instance_info", "workflow_id", "wf_instance_id");
  }

  /** Id of the newest row by owner; owners without a row are missing. */
  public Map<Long, Long> of(Collection<Long> owners) {
    var newest = new HashMap<Long, Long>();
    if (!owners.isEmpty()) {
      transactions.read(
          connection -> {
            long last = last(connection);
            for (var step : STEPS) {
              addFrom(connection, last - step.toMillis() * InstanceIds.PER_MILLI, owners, newest);
            }
            addFrom(connection, 0, owners, newest);
            return null;
          });
    }
    return newest;
  }

  private long last(Connection connection) throws SQLException {
    try (var select = connection.prepareStatement("SELECT MAX(%s) FROM %s".formatted(id, table))) {
      return ValueList.readLongs(select).stream().findFirst().orElse(0L);
    }
  }

  /** Adds the newest of those that are not known yet, if it is not older. */
  private void addFrom(
      Connection connection, long oldest, Collection<Long> owners, Map<Long, Long> newest)
      throws SQLException {
    var unknown = new ArrayList<Long>(owners);
    unknown.removeAll(newest.keySet());
    for (int from = 0; from < unknown.size(); from += OWNERS_PER_QUERY) {
      int to = Math.min(unknown.size(), from + OWNERS_PER_QUERY);
      addSome(connection, oldest, unknown.subList(from, to), newest);
    }
  }

  private void addSome(
      Connection connection, long oldest, List<Long> owners, Map<Long, Long> newest)
      throws SQLException {
    // A look into the index for each; a grouped query would walk through all their rows, and some
    // databases walk no index from its end.
    var sql = new StringJoiner(" UNION ALL ");
    for (int i = 0; i < owners.size(); i++) {
      sql.add(
          "SELECT %d, MAX(%s) FROM %s WHERE %s = ? AND %2$s >= ?".formatted(i, id, table, owner));
    }
    try (var select = connection.prepareStatement(sql.toString())) {
      int column = 1;
      for (var each : owners) {
        select.setLong(column++, each);
        select.setLong(column++, oldest);
      }
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          long found = rows.getLong(2);
          if (!rows.wasNull()) {
            newest.put(owners.get(rows.getInt(1)), found);
          }
        }
      }
    }
  }
}
