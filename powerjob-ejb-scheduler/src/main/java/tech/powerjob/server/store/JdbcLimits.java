package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.dispatch.RateState;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;

/**
 * Limits by row locks: a transaction first locks the rows of its jobs, then those of its pools,
 * each by ascending id, so that two of them wait for each other in one direction only; what it
 * counts then cannot change until it commits. Thread-safe.
 */
public final class JdbcLimits implements Limits {
  /** The order of {@link JobInstance#turn()}. */
  private static final String BY_TURN = " ORDER BY " + InstanceRows.TURN + ", instance_id LIMIT ";

  private final Transactions transactions;
  private final JdbcInstances instances;
  private final Dialect dialect;

  public JdbcLimits(Transactions transactions, Dialect dialect) {
    this.transactions = transactions;
    this.instances = new JdbcInstances(transactions);
    this.dialect = dialect;
  }

  @Override
  public List<Outcome> admit(List<Claim> claims, Instant now) {
    var outcomes =
        transactions.commit(connection -> new Admission(connection, claims, now).outcomes());
    transactions.touched().instances(claims.stream().map(Claim::instance).toList());
    return outcomes;
  }

  /** One transaction's view of the limits. */
  private final class Admission {
    private final Connection connection;
    private final List<Claim> claims;
    private final Duration ahead;
    private final Map<Long, Integer> dispatched = new HashMap<>();
    private final Map<Long, RateState> rates = new HashMap<>();
    private final PoolRows pools;

    Admission(Connection connection, List<Claim> claims, Instant now) throws SQLException {
      this.connection = connection;
      this.claims = claims;
      lockJobs();
      this.pools = new PoolRows(connection, claims, now);
      this.ahead =
          claims.stream().anyMatch(claim -> claim.rate().isPresent())
              ? Duration.between(now, databaseNow())
              : Duration.ZERO;
    }

    private void lockJobs() throws SQLException {
      var ids = new TreeSet<Long>();
      claims.forEach(claim -> ids.add(claim.job().getId()));
      try (var lock =
          connection.prepareStatement(
              "SELECT id FROM job_info WHERE id IN ("
                  + ValueList.marks(ids.size())
                  + ") ORDER BY id FOR UPDATE")) {
        ValueList.setLongs(lock, 0, ids);
        lock.executeQuery().close();
      }
    }

    private Instant databaseNow() throws SQLException {
      try (var select = connection.prepareStatement("SELECT " + dialect.now());
          var rows = select.executeQuery()) {
        rows.next();
        return Instant.ofEpochMilli(rows.getLong(1));
      }
    }

    List<Outcome> outcomes() throws SQLException {
      var outcomes = new ArrayList<Outcome>(claims.size());
      for (var claim : claims) {
        outcomes.add(admit(claim));
      }
      for (var rate : rates.entrySet()) {
        storeRate(rate.getKey(), rate.getValue());
      }
      return outcomes;
    }

    private Outcome admit(Claim claim) throws SQLException {
      if (!waits(claim)) {
        return new Outcome.Gone();
      }
      int max = claim.job().getMaxInstanceNum();
      if (max > 0 && dispatched(claim) >= max) {
        return new Outcome.TooMany(dispatched(claim));
      }
      var full = pools.full(claim);
      if (full.isPresent()) {
        return full.get();
      }
      if (claim.rate().isPresent()) {
        var slot = askRate(claim);
        if (slot.isPresent()) {
          return new Outcome.TooEarly(slot.get().minus(ahead));
        }
      }
      if (!update(claim)) {
        throw new SQLException("instance " + claim.instance().instanceId() + " slipped away");
      }
      dispatched.computeIfPresent(claim.job().getId(), (id, count) -> count + 1);
      pools.take(claim);
      return new Outcome.Admitted();
    }

    /** Locks the instance, so that what is asked of rate and pools is not asked in vain. */
    private boolean waits(Claim claim) throws SQLException {
      var target = claim.change().target();
      try (var select =
          connection.prepareStatement(
              "SELECT instance_id FROM instance_info WHERE instance_id = ? AND app_id = ?"
                  + " AND dispatch_epoch = ? AND status = 1 FOR UPDATE")) {
        select.setLong(1, target.instanceId());
        select.setLong(2, target.appId());
        select.setLong(3, target.epoch());
        try (var rows = select.executeQuery()) {
          return rows.next();
        }
      }
    }

    private boolean update(Claim claim) throws SQLException {
      try (var update = connection.prepareStatement(ChangeStatement.sql(claim.change()))) {
        ChangeStatement.bind(update, claim.change());
        return update.executeUpdate() == 1;
      }
    }

    private int dispatched(Claim claim) throws SQLException {
      long jobId = claim.job().getId();
      var known = dispatched.get(jobId);
      if (known == null) {
        known = JdbcInstances.countDispatched(connection, jobId);
        dispatched.put(jobId, known);
      }
      return known;
    }

    private Optional<Instant> askRate(Claim claim) throws SQLException {
      long jobId = claim.job().getId();
      var state = rates.get(jobId);
      if (state == null) {
        state = readRate(jobId);
      }
      boolean returning = claim.instance().waitingFor().filter(WaitingFor.RATE::equals).isPresent();
      var answer =
          state.ask(claim.rate().orElseThrow(), returning, claim.change().at().plus(ahead));
      rates.put(jobId, answer.after());
      return answer.slot();
    }

    private RateState readRate(long jobId) throws SQLException {
      try (var select =
          connection.prepareStatement("SELECT next_ns, slot_ns FROM rate_limit WHERE job_id = ?")) {
        select.setLong(1, jobId);
        try (var rows = select.executeQuery()) {
          return rows.next() ? new RateState(rows.getLong(1), rows.getLong(2)) : RateState.UNUSED;
        }
      }
    }

    private void storeRate(long jobId, RateState state) throws SQLException {
      if (execute(
              "UPDATE rate_limit SET next_ns = ?, slot_ns = ? WHERE job_id = ?",
              state.next(),
              state.promised(),
              jobId)
          == 0) {
        execute(
            "INSERT INTO rate_limit (next_ns, slot_ns, job_id) VALUES (?,?,?)",
            state.next(),
            state.promised(),
            jobId);
      }
    }

    private int execute(String sql, long... arguments) throws SQLException {
      try (var statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < arguments.length; i++) {
          statement.setLong(i + 1, arguments[i]);
        }
        return statement.executeUpdate();
      }
    }
  }

  @Override
  public List<JobInstance> waiting(Waiters waiters, int limit) {
    // Only unfinished rows have a deadline, so its index narrows this down to them; the sums keep
    // optimizers from the indexes that hold the whole history.
    return instances.select(
        "WHERE deadline >= 0 AND status = 1 AND waiting_for = ? AND app_id + 0 = ?"
            + (waiters.jobId().isPresent() ? " AND job_id + 0 = ?" : "")
            + BY_TURN
            + limit,
        select -> {
          select.setString(1, waiters.reason().name());
          select.setLong(2, waiters.appId());
          if (waiters.jobId().isPresent()) {
            select.setLong(3, waiters.jobId().get());
          }
        });
  }

  @Override
  public List<JobInstance> waitingForPools(long appId, Collection<String> pools, int limit) {
    return instances.select(
        "WHERE status = 1 AND waiting_for = 'POOL' AND instance_id IN (SELECT p.instance_id"
            + " FROM pool_permit p JOIN resource_pool r ON r.id = p.pool_id"
            + " WHERE r.app_id IN (0, ?) AND r.pool_name IN ("
            + ValueList.marks(pools.size())
            + "))"
            + BY_TURN
            + limit,
        select -> {
          select.setLong(1, appId);
          ValueList.setStrings(select, 1, pools);
        });
  }

  @Override
  public int queued(long jobId) {
    return transactions.read(
        connection -> {
          try (var count =
              connection.prepareStatement(
                  "SELECT COUNT(*) FROM instance_info WHERE deadline >= 0 AND job_id + 0 = ?"
                      + " AND status = 1 AND waiting_for = 'TURN'")) {
            count.setLong(1, jobId);
            try (var rows = count.executeQuery()) {
              rows.next();
              return rows.getInt(1);
            }
          }
        });
  }

  @Override
  public List<JobInstance> dispatched(long jobId, int limit) {
    return instances.select(
        "WHERE deadline >= 0 AND job_id + 0 = ? AND status IN (2, 3)"
            + " ORDER BY actual_trigger_time, instance_id LIMIT "
            + limit,
        select -> select.setLong(1, jobId));
  }

  @Override
  public int sweep(int limit) {
    var stale =
        transactions.read(
            connection -> {
              try (var select =
                      connection.prepareStatement(
                          "SELECT p.pool_id, p.instance_id FROM pool_permit p"
                              + " LEFT JOIN instance_info i ON i.instance_id = p.instance_id"
                              + " WHERE i.instance_id IS NULL OR i.deadline IS NULL LIMIT "
                              + limit);
                  var rows = select.executeQuery()) {
                var found = new ArrayList<long[]>();
                while (rows.next()) {
                  found.add(new long[] {rows.getLong(1), rows.getLong(2)});
                }
                return found;
              }
            });
    if (!stale.isEmpty()) {
      transactions.commit(connection -> deleteAll(connection, stale));
    }
    return stale.size();
  }

  /** Looks again, because somebody may have asked for another run in between. */
  private static int deleteAll(Connection connection, List<long[]> rows) throws SQLException {
    try (var delete =
        connection.prepareStatement(
            "DELETE FROM pool_permit WHERE pool_id = ? AND instance_id = ?"
                + " AND NOT EXISTS (SELECT 1 FROM instance_info i"
                + " WHERE i.instance_id = pool_permit.instance_id AND i.deadline >= 0)")) {
      for (var row : rows) {
        delete.setLong(1, row[0]);
        delete.setLong(2, row[1]);
        delete.addBatch();
      }
      return delete.executeBatch().length;
    }
  }
}
