package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.powerjob.domain.instance.JobInstance;

/** Which past instants have been made up for, in {@code backfill}. Thread-safe. */
public final class Backfills {
  private final Transactions transactions;

  public Backfills(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Adds instances for those nominal instants that have none from an earlier backfill, all of them
   * or none.
   *
   * @param instances of one job, ascending by their expected trigger time, which is the nominal one
   * @return those that were added
   * @throws StoreException if somebody backfills the same instants at the same moment; nothing is
   *     added then
   */
  public List<JobInstance> add(List<JobInstance> instances) {
    if (instances.isEmpty()) {
      return List.of();
    }
    var added =
        transactions.commit(
            connection -> {
              var known = known(connection, instances);
              var fresh =
                  instances.stream()
                      .filter(each -> !known.contains(each.expectedTriggerTime()))
                      .toList();
              if (!fresh.isEmpty()) {
                mark(connection, fresh);
                JdbcInstances.insert(connection, fresh);
              }
              return fresh;
            });
    transactions.touched().instances(added);
    return added;
  }

  private static Set<Instant> known(Connection connection, List<JobInstance> instances)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT due_time FROM backfill WHERE job_id = ? AND due_time >= ? AND due_time <= ?")) {
      select.setLong(1, instances.get(0).jobId());
      select.setLong(2, instances.get(0).expectedTriggerTime().toEpochMilli());
      select.setLong(3, instances.get(instances.size() - 1).expectedTriggerTime().toEpochMilli());
      try (var rows = select.executeQuery()) {
        var found = new HashSet<Instant>();
        while (rows.next()) {
          found.add(Instant.ofEpochMilli(rows.getLong(1)));
        }
        return found;
      }
    }
  }

  private static void mark(Connection connection, List<JobInstance> fresh) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO backfill (job_id, due_time, instance_id) VALUES (?,?,?)")) {
      for (var instance : fresh) {
        insert.setLong(1, instance.jobId());
        insert.setLong(2, instance.expectedTriggerTime().toEpochMilli());
        insert.setLong(3, instance.instanceId());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
