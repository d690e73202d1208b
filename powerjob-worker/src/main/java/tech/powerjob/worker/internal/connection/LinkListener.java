package tech.powerjob.worker.internal.connection;

import tech.powerjob.wire.WireMessage;

/** Hears what happens on a line. Must not block: the line's own threads call it. */
public interface LinkListener {
  /** A server said something; one message at a time. */
  void received(WireMessage message);

  /** The line is broken for good. May be called more than once. */
  void lost(String reason);
}
