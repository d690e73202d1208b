package tech.powerjob.worker.internal.instance;

import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;

/** What can be said of a run. Immutable. */
record RunReports(RunInstance command, int maxResultLength) {
  /**
   * It is here.
   *
   * @param start when the processor started, 0 if it did not
   */
  InstanceReport running(long start) {
    return report(InstanceStatus.RUNNING, null, start, null, null);
  }

  /** It cannot start. */
  InstanceReport notStarted(String reason, long now) {
    return report(InstanceStatus.FAILED, shortened(reason), 0, now, null);
  }

  /**
   * It has ended.
   *
   * @param added what it adds to the context of its workflow, or {@code null}
   */
  InstanceReport ended(
      boolean success, String result, long start, long end, Map<String, String> added) {
    return report(
        success ? InstanceStatus.SUCCEED : InstanceStatus.FAILED,
        shortened(result),
        start,
        end,
        added);
  }

  /** It was interrupted because the worker stops, and may start elsewhere. */
  InstanceReport handedBack() {
    return new InstanceReport(
        command.instanceId(),
        command.epoch(),
        InstanceStatus.FAILED,
        InstanceReport.HANDED_BACK,
        0,
        null,
        true,
        command.jobId(),
        null);
  }

  private String shortened(String text) {
    if (text == null) {
      return "";
    }
    return text.length() <= maxResultLength ? text : text.substring(0, maxResultLength) + "...";
  }

  private InstanceReport report(
      InstanceStatus status, String result, long start, Long end, Map<String, String> added) {
    return new InstanceReport(
        command.instanceId(),
        command.epoch(),
        status,
        result,
        start,
        end,
        false,
        command.jobId(),
        added,
        command.wfInstanceId());
  }
}
