package tech.powerjob.wire;

import java.util.List;

/**
 * Worker to servers: how runs stand. Final reports are repeated until accepted.
 *
 * @param workerId identity of the process
 * @param reports in the order in which things happened
 */
public record InstanceReports(String workerId, List<InstanceReport> reports)
    implements WireMessage {
  public InstanceReports {
    reports = List.copyOf(reports);
  }
}
