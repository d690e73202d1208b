package tech.powerjob.launcher;

import java.util.logging.LogManager;

/**
 * Goes on logging while the process stops. The one of the platform closes all handlers as soon as a
 * stop is asked for, and what the server says while it stops would be lost.
 */
public final class LateLogManager extends LogManager {
  @Override
  public void reset() {
    if (!Thread.currentThread().getClass().getName().startsWith(LogManager.class.getName())) {
      super.reset();
    }
  }
}
