package tech.powerjob.server.job;

/**
 * Something that was done to a job.
 *
 * @param at epoch milliseconds
 * @param who name of the user or application, or {@code server}
 * @param detail what else is to be said, may be {@code null}
 */
public record JobEvent(long at, Kind kind, String who, String detail) {
  /** What was done. */
  public enum Kind {
    CREATED,
    EDITED,
    ENABLED,
    DISABLED,
    DELETED,
    PAUSED,
    RESUMED,
    /** Its schedule has no due instant any more, so it was disabled. */
    ENDED,
    /** A calendar that it uses was changed, so its next trigger time was computed anew. */
    CALENDAR
  }
}
