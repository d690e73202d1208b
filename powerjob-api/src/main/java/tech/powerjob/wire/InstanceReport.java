package tech.powerjob.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * How one run stands.
 *
 * @param instanceId id of the instance
 * @param epoch fencing token of the dispatch this is about
 * @param status {@code RUNNING}, {@code SUCCEED} or {@code FAILED}
 * @param result text of the outcome, may be {@code null}
 * @param startTime when the processor started, epoch milliseconds of the worker; 0 if it did not
 * @param endTime when it ended, {@code null} while running
 * @param lost the worker does not know this run: it was never received, or a former process had it
 * @param jobId id of the job, {@code null} where the sender does not know it
 * @param appendedWfContext what the run adds to the context of its workflow, values as JSON or
 *     plain text; {@code null} for nothing
 * @param wfInstanceId the workflow run that the command named, {@code null} outside a workflow or
 *     where the sender does not know it; only says who might want to hear of the end
 */
public record InstanceReport(
    long instanceId,
    long epoch,
    InstanceStatus status,
    String result,
    long startTime,
    Long endTime,
    boolean lost,
    Long jobId,
    Map<String, String> appendedWfContext,
    Long wfInstanceId) {
  /** Result of a lost run that the worker has never heard of: it did not turn it down. */
  public static final String UNKNOWN = "the worker does not know this run";

  /**
   * Result of a lost run whose processor has ended because the worker, which stops, interrupted it.
   */
  public static final String HANDED_BACK = "interrupted because the worker stops";

  /** A report that names no workflow run. */
  public InstanceReport(
      long instanceId,
      long epoch,
      InstanceStatus status,
      String result,
      long startTime,
      Long endTime,
      boolean lost,
      Long jobId,
      Map<String, String> appendedWfContext) {
    this(
        instanceId,
        epoch,
        status,
        result,
        startTime,
        endTime,
        lost,
        jobId,
        appendedWfContext,
        null);
  }

  public InstanceReport {
    if (appendedWfContext != null) {
      // Not copyOf: other writers may say null for a value.
      appendedWfContext = Collections.unmodifiableMap(new LinkedHashMap<>(appendedWfContext));
    }
  }
}
