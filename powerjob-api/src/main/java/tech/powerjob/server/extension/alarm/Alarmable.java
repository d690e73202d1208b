package tech.powerjob.server.extension.alarm;

import java.util.List;

/**
 * A way to tell people of failures. The server calls it from several threads; a call may take some
 * seconds, for it has a thread of the sending to itself.
 */
public interface Alarmable {
  /**
   * Tells of a failure. The same alarm may come twice: after an exception it is tried again later,
   * a few times, and a server that dies while it sends does not know how far it came.
   *
   * @param alarm what has failed
   * @param alarmTargets whom to tell, at least one
   * @throws RuntimeException if nobody or not everybody could be told; its text is shown to those
   *     who may see the application, so it must hold no secrets
   */
  void onFailed(Alarm alarm, List<AlarmTarget> alarmTargets);
}
