package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.worker.Partitions;

/** Instances in {@code instance_info}, written in JDBC batches. Thread-safe. */
public final class JdbcInstances implements Instances {
  /** Ids in one query; databases dislike longer lists. */
  private static final int IDS_PER_QUERY = 500;

  private static final String SELECT = "SELECT " + InstanceRows.COLUMNS + " FROM instance_info ";

  private final Transactions transactions;

  public JdbcInstances(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void insert(List<JobInstance> instances) {
    transactions.commit(connection -> insert(connection, instances));
    transactions.touched().instances(instances);
  }

  /** Inserts within the caller's transaction. */
  static int[] insert(Connection connection, List<JobInstance> instances) throws SQLException {
    try (var insert = connection.prepareStatement(InstanceRows.INSERT)) {
      for (var instance : instances) {
        InstanceRows.bind(insert, instance);
        insert.addBatch();
      }
      return insert.executeBatch();
    }
  }

  @Override
  public List<InstanceChange> apply(List<? extends InstanceChange> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    var bySql = new LinkedHashMap<String, List<InstanceChange>>();
    for (var change : changes) {
      bySql.computeIfAbsent(ChangeStatement.sql(change), sql -> new ArrayList<>()).add(change);
    }
    var applied =
        transactions.commit(
            connection -> {
              var effective = new ArrayList<InstanceChange>(changes.size());
              for (var group : bySql.entrySet()) {
                effective.addAll(apply(connection, group.getKey(), group.getValue()));
              }
              RaisedAlarms.ofInstances(connection, effective);
              return effective;
            });
    var touched = transactions.touched();
    applied.forEach(each -> touched.instance(each.target().appId(), each.target().instanceId()));
    return applied;
  }

  private static List<InstanceChange> apply(
      Connection connection, String sql, List<InstanceChange> changes) throws SQLException {
    try (var update = connection.prepareStatement(sql)) {
      for (var change : changes) {
        ChangeStatement.bind(update, change);
        update.addBatch();
      }
      int[] counts = update.executeBatch();
      var effective = new ArrayList<InstanceChange>(changes.size());
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          effective.add(changes.get(i));
        }
      }
      return effective;
    }
  }

  @Override
  public Optional<JobInstance> find(long instanceId) {
    return findAll(List.of(instanceId)).stream().findFirst();
  }

  @Override
  public List<JobInstance> findAll(Collection<Long> instanceIds) {
    var ids = List.copyOf(instanceIds);
    var found = new ArrayList<JobInstance>(ids.size());
    for (int from = 0; from < ids.size(); from += IDS_PER_QUERY) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_PER_QUERY));
      found.addAll(
          select(
              "WHERE instance_id IN (" + ValueList.marks(some.size()) + ")",
              select -> ValueList.setLongs(select, 0, some)));
    }
    return found;
  }

  @Override
  public List<JobInstance> findDue(Partitions partitions, Instant until, int limit) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    return select(
        "WHERE deadline >= 0 AND deadline <= ?"
            + inPartitions(partitions)
            + " ORDER BY deadline LIMIT "
            + limit,
        select -> select.setLong(1, until.toEpochMilli()));
  }

  @Override
  public List<JobInstance> findUnfinishedOf(String workerId) {
    // Only unfinished rows have a deadline, so its index narrows this down to them.
    return select("WHERE deadline >= 0 AND worker_id = ?", select -> select.setString(1, workerId))
        .stream()
        .filter(instance -> instance.status() != InstanceStatus.WAITING_DISPATCH)
        .toList();
  }

  @Override
  public int countDispatched(long jobId) {
    return transactions.read(connection -> countDispatched(connection, jobId));
  }

  /** Counts within the caller's transaction. */
  static int countDispatched(Connection connection, long jobId) throws SQLException {
    // The sum keeps the optimizer from the job's index, which holds its whole history.
    try (var count =
        connection.prepareStatement(
            "SELECT COUNT(*) FROM instance_info"
                + " WHERE deadline >= 0 AND job_id + 0 = ? AND status IN (2, 3)")) {
      count.setLong(1, jobId);
      try (var rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  /** A condition on {@code partition_no}; nothing when all are meant. */
  static String inPartitions(Partitions partitions) {
    return partitions.size() == Partitions.COUNT
        ? ""
        : partitions.stream()
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", " AND partition_no IN (", ")"));
  }

  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement select) throws SQLException;
  }

  /** Instances that meet a condition. */
  List<JobInstance> select(String condition, Binder binder) {
    return transactions.read(
        connection -> {
          try (var select = connection.prepareStatement(SELECT + condition)) {
            binder.bind(select);
            return InstanceRows.readAll(select);
          }
        });
  }
}
