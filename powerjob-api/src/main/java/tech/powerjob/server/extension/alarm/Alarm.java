package tech.powerjob.server.extension.alarm;

import java.io.Serializable;

/** What people are told when a run has failed. */
public interface Alarm extends Serializable {
  /** One line. */
  String fetchTitle();

  /** Everything, one {@code name: value} per line. */
  String fetchContent();
}
