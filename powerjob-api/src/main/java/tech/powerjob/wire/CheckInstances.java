package tech.powerjob.wire;

import java.util.List;

/**
 * Server to worker: say again how these runs stand. A run that the worker does not know is reported
 * as {@link InstanceReport#lost()}.
 *
 * @param instances the runs in question
 */
public record CheckInstances(List<InstanceEpoch> instances) implements WireMessage {
  public CheckInstances {
    instances = List.copyOf(instances);
  }
}
