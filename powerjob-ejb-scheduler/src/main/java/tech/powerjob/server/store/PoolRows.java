package tech.powerjob.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.domain.dispatch.Limits.Claim;
import tech.powerjob.domain.dispatch.Limits.Outcome;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;

/**
 * The pools that the claims of one transaction need, locked until it ends. An application's own
 * pool goes before one of the same name for all. Not thread-safe.
 */
final class PoolRows {
  private record Key(long appId, String name) {}

  /** A pool and how many of its permits are in use. */
  private static final class Pool {
    private final long id;
    private final int capacity;
    private int used;

    /** Somebody of this transaction, which goes in the order of turns, has to wait for it. */
    private boolean refused;

    Pool(long id, int capacity) {
      this.id = id;
      this.capacity = capacity;
    }
  }

  private final Connection connection;
  private final Instant now;
  private final Map<Key, Pool> pools = new HashMap<>();

  PoolRows(Connection connection, List<Claim> claims, Instant now) throws SQLException {
    this.connection = connection;
    this.now = now;
    var names = new TreeSet<String>();
    var apps = new TreeSet<Long>();
    apps.add(0L);
    for (var claim : claims) {
      claim.pools().forEach(use -> names.add(use.name()));
      apps.add(claim.instance().appId());
    }
    if (!names.isEmpty()) {
      lock(names, apps);
    }
  }

  private void lock(TreeSet<String> names, TreeSet<Long> apps) throws SQLException {
    try (var lock =
        connection.prepareStatement(
            "SELECT id, app_id, pool_name, capacity FROM resource_pool WHERE pool_name IN ("
                + ValueList.marks(names.size())
                + ") AND app_id IN ("
                + ValueList.marks(apps.size())
                + ") ORDER BY id FOR UPDATE")) {
      ValueList.setStrings(lock, 0, names);
      ValueList.setLongs(lock, names.size(), apps);
      try (var rows = lock.executeQuery()) {
        while (rows.next()) {
          pools.put(
              new Key(rows.getLong(2), rows.getString(3)),
              new Pool(rows.getLong(1), rows.getInt(4)));
        }
      }
    }
    for (var pool : pools.values()) {
      pool.used = used(pool);
    }
  }

  private int used(Pool pool) throws SQLException {
    try (var sum =
        connection.prepareStatement(
            "SELECT COALESCE(SUM(p.permits), 0) FROM pool_permit p JOIN instance_info i"
                + " ON i.instance_id = p.instance_id WHERE p.pool_id = ? AND p.held = 1"
                + " AND i.status IN (2, 3)")) {
      sum.setLong(1, pool.id);
      try (var rows = sum.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private Optional<Pool> find(Claim claim, PoolUse use) {
    var own = pools.get(new Key(claim.instance().appId(), use.name()));
    return Optional.ofNullable(own != null ? own : pools.get(new Key(0, use.name())));
  }

  private static int permits(PoolUse use) {
    return use.permits() == null ? 1 : use.permits();
  }

  /** The first pool that does not admit the claim. Notes in each that it wants permits. */
  Optional<Outcome> full(Claim claim) throws SQLException {
    Optional<Outcome> full = Optional.empty();
    for (var use : claim.pools()) {
      var pool = find(claim, use);
      if (pool.isPresent()) {
        note(pool.get(), claim, permits(use));
      }
      if (full.isEmpty() && !hasRoom(pool, claim, permits(use))) {
        pool.ifPresent(each -> each.refused = true);
        full =
            Optional.of(
                new Outcome.PoolFull(
                    use.name(),
                    permits(use),
                    pool.map(each -> each.used).orElse(0),
                    pool.map(each -> each.capacity)));
      }
    }
    return full;
  }

  private boolean hasRoom(Optional<Pool> pool, Claim claim, int wanted) throws SQLException {
    return pool.isPresent()
        && !pool.get().refused
        && pool.get().used + wanted <= pool.get().capacity
        && (hasWaited(claim.instance()) || !isBehindOthers(pool.get(), claim.instance()));
  }

  /** Who waits is called in the order of turns, so nobody who was called is behind others. */
  private static boolean hasWaited(JobInstance instance) {
    return instance.waitingFor().filter(WaitingFor.POOL::equals).isPresent();
  }

  private boolean isBehindOthers(Pool pool, JobInstance instance) throws SQLException {
    var turn = InstanceRows.TURN.replace("instance_id", "i.instance_id");
    try (var others =
        connection.prepareStatement(
            "SELECT 1 FROM pool_permit p JOIN instance_info i ON i.instance_id = p.instance_id"
                + " WHERE p.pool_id = ? AND p.instance_id <> ? AND i.status = 1"
                + " AND i.waiting_for = '"
                + WaitingFor.POOL
                + "' AND ("
                + turn
                + " < ? OR "
                + turn
                + " = ? AND i.instance_id < ?) LIMIT 1")) {
      others.setLong(1, pool.id);
      others.setLong(2, instance.instanceId());
      others.setLong(3, instance.turn());
      others.setLong(4, instance.turn());
      others.setLong(5, instance.instanceId());
      try (var rows = others.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void note(Pool pool, Claim claim, int permits) throws SQLException {
    if (write("UPDATE pool_permit SET permits = ?, held = 0", pool, claim, permits) == 0) {
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO pool_permit (permits, pool_id, instance_id, held, since)"
                  + " VALUES (?,?,?,0,?)")) {
        insert.setInt(1, permits);
        insert.setLong(2, pool.id);
        insert.setLong(3, claim.instance().instanceId());
        insert.setLong(4, now.toEpochMilli());
        insert.executeUpdate();
      }
    }
  }

  private int write(String set, Pool pool, Claim claim, int permits) throws SQLException {
    try (var update = connection.prepareStatement(set + " WHERE pool_id = ? AND instance_id = ?")) {
      update.setInt(1, permits);
      update.setLong(2, pool.id);
      update.setLong(3, claim.instance().instanceId());
      return update.executeUpdate();
    }
  }

  /** Gives an admitted claim its permits. */
  void take(Claim claim) throws SQLException {
    for (var use : claim.pools()) {
      var pool = find(claim, use).orElseThrow();
      write("UPDATE pool_permit SET permits = ?, held = 1", pool, claim, permits(use));
      pool.used += permits(use);
    }
  }
}
