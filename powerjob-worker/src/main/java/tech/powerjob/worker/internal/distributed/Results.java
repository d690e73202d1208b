package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.worker.core.processor.TaskResult;

/**
 * Results of all tasks of an instance, read one after the other; many of them are never in memory
 * at once. They stay where they are.
 */
final class Results implements AutoCloseable {
  /** Most bytes of a message with results, about. */
  private static final int PACKED = 64 * 1024;

  private static final int WINDOW = 1024 * 1024;

  private final ClientSession session;
  private final ClientConsumer kept;
  private final ClientConsumer failed;
  private final long expected;
  private long read;
  private boolean broken;

  /**
   * Begins to read.
   *
   * @param session to be used for nothing else until this is closed
   * @param expected how many there are
   */
  Results(ClientSession session, TaskQueues queues, long expected) throws ActiveMQException {
    this.session = session;
    this.expected = expected;
    kept = session.createConsumer(queues.kept(), null, WINDOW, -1, true);
    failed = session.createConsumer(queues.failed(), null, WINDOW, -1, true);
    session.start();
  }

  Stream<TaskResult> stream() {
    return StreamSupport.stream(new Reading(), false);
  }

  /** Whether they could not be read to their end. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public void close() throws ActiveMQException {
    session.close();
  }

  /** Packs results for their queue. */
  static List<byte[]> pack(List<Ledger.Kept> results) {
    var packed = new ArrayList<byte[]>();
    for (int from = 0; from < results.size(); ) {
      int to = from;
      int bytes = 0;
      while (to < results.size() && bytes < PACKED) {
        bytes += 48 + results.get(to++).result().length();
      }
      var part = results.subList(from, to);
      packed.add(
          Binary.write(
              out -> {
                out.writeInt(part.size());
                for (var each : part) {
                  Binary.writeText(out, each.taskId());
                  Binary.writeText(out, each.result());
                }
              }));
      from = to;
    }
    return packed;
  }

  private static List<TaskResult> unpack(byte[] packed) throws IOException {
    var results = new ArrayList<TaskResult>();
    try (var in = new DataInputStream(new ByteArrayInputStream(packed))) {
      for (int left = in.readInt(); left > 0; left--) {
        results.add(new TaskResult(Binary.readText(in), true, Binary.readText(in)));
      }
    }
    return results;
  }

  /** First those that succeeded, then those that failed. */
  private final class Reading extends Spliterators.AbstractSpliterator<TaskResult> {
    private final Queue<TaskResult> next = new ArrayDeque<>();

    Reading() {
      super(Long.MAX_VALUE, Spliterator.NONNULL | Spliterator.IMMUTABLE);
    }

    @Override
    public boolean tryAdvance(Consumer<? super TaskResult> action) {
      try {
        if (next.isEmpty()) {
          read();
        }
      } catch (ActiveMQException e) {
        broken = true;
        throw new PowerJobException("the results cannot be read: " + e.getMessage(), e);
      } catch (IOException e) {
        broken = true;
        throw new UncheckedIOException("the results cannot be read", e);
      }
      var result = next.poll();
      if (result == null) {
        if (read < expected) {
          // A connection that breaks looks like an end.
          broken = true;
          throw new PowerJobException(
              "only %d of %d results can be read".formatted(read, expected));
        }
        return false;
      }
      read++;
      action.accept(result);
      return true;
    }

    private void read() throws ActiveMQException, IOException {
      var message = kept.receiveImmediate();
      if (message != null) {
        next.addAll(unpack(TaskMessages.body(message)));
        return;
      }
      message = failed.receiveImmediate();
      if (message != null) {
        var task = FailedTask.decode(TaskMessages.body(message));
        next.add(new TaskResult(task.taskId(), false, task.result()));
      }
    }
  }
}
