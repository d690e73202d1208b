package tech.powerjob.domain.testkit;

import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.explain.InstanceEvents;

/** Events in a list. Thread-safe. */
public final class InMemoryEvents implements InstanceEvents {
  private final List<InstanceEvent> events = new ArrayList<>();

  @Override
  public synchronized void record(List<InstanceEvent> added) {
    events.addAll(added);
  }

  @Override
  public synchronized List<InstanceEvent> of(long instanceId) {
    return events.stream().filter(event -> event.instanceId() == instanceId).toList();
  }

  /** What kinds of decisions were taken on an instance. */
  public List<InstanceEvent.Kind> kinds(long instanceId) {
    return of(instanceId).stream().map(InstanceEvent::kind).toList();
  }
}
