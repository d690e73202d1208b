package tech.powerjob.server.alarm.channel;

import java.util.List;
import tech.powerjob.domain.alarm.Receiver;

/** A way to tell people of failures. Thread-safe; its calls may take some seconds. */
public interface AlarmChannel {
  /** Its name in lists and in the database; at most 255 characters, and always the same. */
  String name();

  /** Whether the server has the settings that it needs. */
  boolean isAvailable();

  /** Whether one message goes to all receivers, and not one to each. */
  boolean isForAllAtOnce();

  /** Whether the receiver has an address on it. */
  boolean reaches(Receiver receiver);

  /**
   * Tells.
   *
   * @param receivers one, or all of the alarm, as {@link #isForAllAtOnce} says; never empty
   * @throws NotSentException if it was not sent, or nobody knows whether it was
   */
  void send(Notice notice, List<Receiver> receivers) throws NotSentException;
}
