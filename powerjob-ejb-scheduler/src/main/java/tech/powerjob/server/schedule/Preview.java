package tech.powerjob.server.schedule;

import java.util.List;

/**
 * When a schedule will be due.
 *
 * @param timeZone zone in which the schedule is meant
 * @param firings the next due instants, ascending
 * @param excluded instants between them that calendars leave out, up to a bound
 * @param note what else is to be said, may be {@code null}
 */
public record Preview(String timeZone, List<Due> firings, List<Excluded> excluded, String note) {
  /**
   * A due instant.
   *
   * @param at epoch milliseconds
   * @param local the same in the schedule's zone, ISO-8601 with offset
   */
  public record Due(long at, String local) {}

  /**
   * An instant that is left out.
   *
   * @param reason which calendar does so
   */
  public record Excluded(long at, String local, String reason) {}
}
