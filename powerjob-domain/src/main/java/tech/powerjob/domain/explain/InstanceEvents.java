package tech.powerjob.domain.explain;

import java.util.List;

/** The store of events. */
public interface InstanceEvents {
  /** Keeps events, in one transaction of their own. */
  void record(List<InstanceEvent> events);

  /** The events of an instance, first first. */
  List<InstanceEvent> of(long instanceId);
}
