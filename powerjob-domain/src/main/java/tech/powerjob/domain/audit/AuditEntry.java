package tech.powerjob.domain.audit;

import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param id grows with every line; 0 before it is stored
 * @param at when, in milliseconds
 * @param actor who
 * @param action what, such as {@code job.edit}
 * @param objectType kind of the object that it was done to, such as {@code job}
 * @param objectId which one; {@code null} if there is none
 * @param appId application that the object belongs to, {@code null} if none
 * @param outcome whether it was done
 * @param before JSON of what was before, without secrets; {@code null} if nothing was
 * @param after JSON of what is now, without secrets; {@code null} if nothing is
 * @param reason why it was denied, or what else is to be said; may be {@code null}
 */
public record AuditEntry(
    long id,
    Instant at,
    AuditActor actor,
    String action,
    String objectType,
    String objectId,
    Long appId,
    Outcome outcome,
    String before,
    String after,
    String reason) {
  /** What became of it. */
  public enum Outcome {
    DONE,
    DENIED
  }
}
