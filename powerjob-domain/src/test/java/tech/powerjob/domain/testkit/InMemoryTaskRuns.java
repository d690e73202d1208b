package tech.powerjob.domain.testkit;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.domain.task.TaskHome;
import tech.powerjob.domain.task.TaskRuns;

/** Homes in a map. Thread-safe. */
public final class InMemoryTaskRuns implements TaskRuns {
  private final Map<Long, TaskHome> homes = new HashMap<>();
  private final Map<Long, Instant> begun = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private String own;
  private boolean failing;

  /** A store of the server with this broker. */
  public InMemoryTaskRuns(String own) {
    this.own = own;
  }

  /** From here on it is the store of another server. */
  public synchronized void serve(String broker) {
    own = broker;
  }

  /** A broker's server has been away for too long. */
  public synchronized void giveUp(String broker) {
    gone.add(broker);
  }

  /** Whether calls fail, as if there were no database. */
  public synchronized void fail(boolean failing) {
    this.failing = failing;
  }

  /** Notes when a run began. */
  public synchronized void began(long instanceId, Instant at) {
    begun.put(instanceId, at);
  }

  @Override
  public synchronized Map<Long, Place> settle(List<TaskHome.Dispatch> dispatches, Instant now) {
    if (failing) {
      throw new IllegalStateException("no database");
    }
    var places = new HashMap<Long, Place>();
    for (var dispatch : dispatches) {
      var stored = Optional.ofNullable(homes.get(dispatch.instanceId()));
      var home = TaskHome.next(dispatch, stored, own, broker -> !gone.contains(broker));
      homes.put(dispatch.instanceId(), home);
      places.put(dispatch.instanceId(), Place.of(home, stored));
    }
    return places;
  }

  @Override
  public synchronized Map<Long, Instant> begun(Collection<Long> instanceIds) {
    var known = new HashMap<>(begun);
    known.keySet().retainAll(instanceIds);
    return known;
  }
}
