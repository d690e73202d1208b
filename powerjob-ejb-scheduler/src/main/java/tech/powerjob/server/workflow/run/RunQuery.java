package tech.powerjob.server.workflow.run;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.WorkflowInstanceStatus;

/**
 * Which runs of an application are looked for; empty means any.
 *
 * @param statuses empty for all
 * @param expectedFrom runs that are meant to start then or later
 * @param expectedTo runs that are meant to start before
 * @param before only runs with a smaller id, for the next page; the newest come first
 * @param skip how many of these to leave out first, for those who count pages
 * @param limit most runs in one answer, 1 to 200
 */
public record RunQuery(
    Optional<Long> workflowId,
    Optional<Long> wfInstanceId,
    Set<WorkflowInstanceStatus> statuses,
    Optional<Instant> expectedFrom,
    Optional<Instant> expectedTo,
    Optional<Long> before,
    int skip,
    int limit) {
  /** Most runs in one answer. */
  public static final int MOST = 200;

  public RunQuery {
    statuses = Set.copyOf(statuses);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, MOST));
    }
    if (skip < 0) {
      throw new IllegalArgumentException("skip is %d but must not be negative".formatted(skip));
    }
  }
}
