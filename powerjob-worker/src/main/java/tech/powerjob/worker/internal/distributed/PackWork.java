package tech.powerjob.worker.internal.distributed;

import java.util.BitSet;
import org.apache.activemq.artemis.api.core.client.ClientMessage;

/** A pack that this worker has taken. Guarded by the lock of its {@link Bench}. */
final class PackWork {
  private final TaskPack pack;
  private final BitSet open;

  /** Acknowledged when all tasks have ended; a later delivery of the same pack replaces it. */
  private ClientMessage message;

  private TaskDesk desk;
  private long arrived;
  private boolean told;

  PackWork(TaskPack pack, ClientMessage message, TaskDesk desk, long now) {
    this.pack = pack;
    open = new BitSet(pack.size());
    open.set(0, pack.size());
    arrived = now;
    delivered(message, desk);
  }

  TaskPack pack() {
    return pack;
  }

  /** The pack came, maybe once more. */
  void delivered(ClientMessage newMessage, TaskDesk newDesk) {
    message = newMessage;
    desk = newDesk;
  }

  /** What is to be acknowledged at this desk; {@code null} if it came to another one. */
  ClientMessage messageAt(TaskDesk current) {
    return desk == current ? message : null;
  }

  /** Whether it is to run while nothing else does: it may be what kills its workers. */
  boolean isAlone() {
    return message.containsProperty(TaskMessages.ALONE);
  }

  int deliveries() {
    return message.getDeliveryCount();
  }

  /** When it came first, in the ticker's nanoseconds. */
  long arrived() {
    return arrived;
  }

  /** Unlike that of any other pack of the instance. */
  String key() {
    return pack.parent() + '.' + pack.first() + '/' + pack.attempt() + '/' + pack.execution();
  }

  /** A task of it is not the worker's business any more. */
  void close(int index) {
    open.clear(index);
  }

  boolean isOpen(int index) {
    return open.get(index);
  }

  /** Whether no task of it is left. */
  boolean isDone() {
    return open.isEmpty();
  }

  /** The broker has all outcomes. */
  void told() {
    told = true;
  }

  boolean isTold() {
    return told;
  }

  /** Which execution of its tasks this is, from 1, so that two of them map under different keys. */
  int execution() {
    return (pack.execution() - 1) * 1_000 + pack.attempt() + Math.max(1, deliveries());
  }
}
