package tech.powerjob.wire;

import java.util.List;

/**
 * Coordinator to all workers of its application: tasks of this instance are to be done. Said again
 * and again for as long as that is so.
 *
 * @param run what is run; the epoch is the coordinator's
 * @param coordinator its process
 * @param admitted processes that may take part, {@code null} if any may
 * @param vacancies how many more may take part if they ask
 * @param ended nothing is left to be done: tasks at work are to be interrupted
 */
public record TaskAnnouncement(
    RunInstance run, String coordinator, List<String> admitted, int vacancies, boolean ended)
    implements WireMessage {
  public TaskAnnouncement {
    admitted = admitted == null ? null : List.copyOf(admitted);
  }
}
