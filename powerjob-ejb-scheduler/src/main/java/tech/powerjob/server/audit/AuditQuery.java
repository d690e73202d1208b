package tech.powerjob.server.audit;

import java.time.Instant;
import tech.powerjob.domain.audit.AuditEntry.Outcome;

/**
 * Which lines of the audit log are wanted; {@code null} asks for nothing.
 *
 * @param appId application of the object
 * @param actor unique name of who did it
 * @param action what was done
 * @param objectType kind of object
 * @param objectId which one
 * @param outcome what became of it
 * @param from earliest instant, included
 * @param to latest instant, excluded
 * @param before only lines with a smaller id, which is how a page follows another
 * @param limit how many at most, from 1 to {@link #MOST}
 */
public record AuditQuery(
    Long appId,
    String actor,
    String action,
    String objectType,
    String objectId,
    Outcome outcome,
    Instant from,
    Instant to,
    Long before,
    int limit) {
  /** Most lines of one answer. */
  public static final int MOST = 500;

  public AuditQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException(
          "limit is %d but must be from 1 to %d".formatted(limit, MOST));
    }
  }
}
