package tech.powerjob.server.live;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import tech.powerjob.server.job.JobChanged;
import tech.powerjob.server.lifecycle.Loop;
import tech.powerjob.server.ownership.Ownership;
import tech.powerjob.server.store.Topic;
import tech.powerjob.server.store.Touched;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.WatchRows;
import tech.powerjob.server.workflow.WorkflowChanged;

/**
 * Tells those who watch something that it has changed, on this server or another one, at most once
 * per {@link #TURN} and without saying what: they ask as they would otherwise. While nobody watches
 * it does nothing. Thread-safe.
 */
@ApplicationScoped
public class Hints {
  /** How long changes of a topic are gathered. */
  public static final Duration TURN = Duration.ofMillis(500);

  /** While nobody watches, other servers are asked less often whether their viewers do. */
  private static final Duration IDLE_TURN = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Who wants to know; told by the one thread that tells all, so it must not wait. */
  @FunctionalInterface
  public interface Watcher {
    void changed(Topic topic);
  }

  @Inject Transactions transactions;

  private final Map<Topic, Set<Watcher>> watchers = new ConcurrentHashMap<>();

  /** Guards {@link #elsewhere} together with what {@link Touched} gathers. */
  private final Object gathering = new Object();

  private Set<Topic> elsewhere = Set.of();
  private SharedWatches shared;
  private Loop loop;

  /** Begins to tell. */
  public synchronized void start(ThreadFactory threads, Ownership ownership, Clock clock) {
    shared = new SharedWatches(new WatchRows(transactions), ownership.serverId(), clock);
    loop = Loop.start("hints", threads, () -> turn(ownership.alive().size() > 1));
  }

  /** Tells no more. */
  public synchronized void stop() {
    if (loop != null) {
      loop.stop();
      loop.await(PATIENCE);
      loop = null;
      shared.leave();
    }
  }

  /** Watches a topic from now on. */
  public void watch(Topic topic, Watcher watcher) {
    watchers.compute(
        topic,
        (key, set) -> {
          Set<Watcher> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(watcher);
          return all;
        });
    gather();
  }

  /** Ends what {@link #watch} began. */
  public void unwatch(Topic topic, Watcher watcher) {
    watchers.computeIfPresent(
        topic,
        (key, set) -> {
          set.remove(watcher);
          return set.isEmpty() ? null : set;
        });
    gather();
  }

  private void gather() {
    synchronized (gathering) {
      var all = new HashSet<>(elsewhere);
      all.addAll(watchers.keySet());
      transactions.touched().watch(all);
    }
  }

  private Duration turn(boolean servers) {
    var changed = transactions.touched().take();
    tell(changed);
    if (!servers) {
      forgetOthers();
      return TURN;
    }
    var there = shared.look(Set.copyOf(watchers.keySet()), changed);
    tell(there.changed());
    synchronized (gathering) {
      elsewhere = there.topics();
    }
    // First, so that what happens from now on is gathered; what was before is told as one change.
    gather();
    shared.tell();
    return watchers.isEmpty() && there.topics().isEmpty() ? IDLE_TURN : TURN;
  }

  private void forgetOthers() {
    shared.forget();
    synchronized (gathering) {
      if (elsewhere.isEmpty()) {
        return;
      }
      elsewhere = Set.of();
    }
    gather();
  }

  private void tell(Set<Topic> topics) {
    for (var topic : topics) {
      watchers.getOrDefault(topic, Set.of()).forEach(each -> each.changed(topic));
    }
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobChanged change) {
    transactions.touched().app(change.appId());
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkflowChanged change) {
    transactions.touched().app(change.appId());
  }
}
