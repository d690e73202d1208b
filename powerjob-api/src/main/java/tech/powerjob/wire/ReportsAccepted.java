package tech.powerjob.wire;

import java.util.List;

/**
 * Server to worker: these final reports are stored, or can no longer matter; do not repeat them.
 *
 * @param instances the runs whose final report arrived
 */
public record ReportsAccepted(List<InstanceEpoch> instances) implements WireMessage {
  public ReportsAccepted {
    instances = List.copyOf(instances);
  }
}
