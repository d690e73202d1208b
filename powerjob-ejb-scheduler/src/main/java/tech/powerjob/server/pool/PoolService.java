package tech.powerjob.server.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.job.OptionRules;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.PoolStore;
import tech.powerjob.server.store.PoolStore.Pool;
import tech.powerjob.server.store.PoolStore.User;
import tech.powerjob.server.store.Transactions;

/**
 * What people and programs do with pools. Who may do what is checked by the caller. Thread-safe.
 */
@ApplicationScoped
public class PoolService {
  /** Application id of pools for all. */
  public static final long GLOBAL = 0;

  private static final int MOST_PERMITS = 1_000_000;
  private static final int SHOWN = 200;

  @Inject private RunningServer server;
  @Inject private Transactions transactions;
  @Inject private AuditLog audit;

  /** The pools that an application may use, by name. */
  public List<PoolView> list(long appId) {
    var store = new PoolStore(transactions);
    return store.ofApp(appId).stream()
        .map(pool -> view(pool, store.users(pool.id()), appId))
        .toList();
  }

  /** The pool of this name that the application's jobs use; empty if there is none. */
  public Optional<PoolView> find(long appId, String name) {
    var store = new PoolStore(transactions);
    return store.find(appId, name).map(pool -> view(pool, store.users(pool.id()), appId));
  }

  private static PoolView view(Pool pool, List<User> users, long appId) {
    var holders = users.stream().filter(User::isHolder).toList();
    var waiters = users.stream().filter(user -> !user.isHolder()).toList();
    return new PoolView(
        pool.name(),
        pool.appId(),
        pool.capacity(),
        holders.stream().mapToInt(User::permits).sum(),
        waiters.size(),
        shown(holders, appId),
        shown(waiters, appId));
  }

  private static List<PoolView.User> shown(List<User> users, long appId) {
    return users.stream()
        .filter(user -> user.appId() == appId)
        .limit(SHOWN)
        .map(
            user ->
                new PoolView.User(
                    Long.toString(user.instanceId()),
                    user.jobId(),
                    user.permits(),
                    user.since().toEpochMilli()))
        .toList();
  }

  /**
   * Makes a pool, or changes how many permits it has. Runs that hold permits keep them.
   *
   * @param appId application, or {@link #GLOBAL}
   * @throws IllegalArgumentException if name or number break a rule
   */
  public void put(long appId, String name, int capacity) {
    OptionRules.checkPoolName("name", name);
    if (capacity < 0 || capacity > MOST_PERMITS) {
      throw new IllegalArgumentException(
          "capacity is %d but must be from 0 to %d".formatted(capacity, MOST_PERMITS));
    }
    var store = new PoolStore(transactions);
    var engine = server.engine();
    var before = own(store, appId, name).map(PoolService::state).orElse(null);
    store.put(
        appId,
        name,
        capacity,
        engine.now(),
        audit.change(
            "pool.save", "pool", name, appOrNull(appId), before, Map.of("capacity", capacity)));
    tell(appId);
    // There may be room now for those who wait.
    own(store, appId, name)
        .ifPresent(
            pool ->
                store.users(pool.id()).stream()
                    .filter(user -> !user.isHolder())
                    .forEach(user -> engine.vacancies().freed(user.appId(), user.jobId())));
  }

  /**
   * Removes a pool.
   *
   * @param appId application, or {@link #GLOBAL}
   * @return whether there was one
   * @throws InUseException if runs hold its permits or wait for them
   */
  public boolean delete(long appId, String name) {
    var store = new PoolStore(transactions);
    var pool = own(store, appId, name);
    if (pool.isEmpty()) {
      return false;
    }
    int users = store.users(pool.get().id()).size();
    if (users > 0) {
      throw new InUseException(name, users);
    }
    store.delete(
        pool.get().id(),
        audit.change("pool.delete", "pool", name, appOrNull(appId), state(pool.get()), null));
    tell(appId);
    return true;
  }

  /** Open pages look anew. */
  private void tell(long appId) {
    if (appId == GLOBAL) {
      transactions.touched().allApps();
    } else {
      transactions.touched().app(appId);
    }
  }

  private static Map<String, Object> state(Pool pool) {
    return Map.of("capacity", pool.capacity());
  }

  private static Long appOrNull(long appId) {
    return appId == GLOBAL ? null : appId;
  }

  private static Optional<Pool> own(PoolStore store, long appId, String name) {
    return store.ofApp(appId).stream()
        .filter(pool -> pool.appId() == appId && pool.name().equals(name))
        .findFirst();
  }

  /** Somebody needs the pool. */
  public static final class InUseException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    InUseException(String name, int users) {
      super("pool '%s' is used or waited for by %d runs".formatted(name, users));
    }
  }
}
