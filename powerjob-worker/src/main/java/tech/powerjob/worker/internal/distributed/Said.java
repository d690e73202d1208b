package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.wire.TaskReport;

/**
 * What somebody says to the coordinator.
 *
 * @param workerId who
 * @param address the same for people
 * @param asks whether it asks to be admitted
 * @param leaves whether it takes part no longer
 * @param outcomes tasks that have ended
 * @param mapped what the root task has mapped, {@code null} if it says nothing of that
 * @param running tasks at work there, {@code null} if it says nothing of that
 */
record Said(
    String workerId,
    String address,
    boolean asks,
    boolean leaves,
    List<Outcome> outcomes,
    Mapped mapped,
    List<TaskReport.Running> running) {
  /**
   * What an execution of the root task has mapped.
   *
   * @param parentKey its key
   * @param children how many tasks so far
   * @param packs hashes of the packs that were sent with this
   */
  record Mapped(String parentKey, int children, List<Long> packs) {}

  private static final int FORMAT = 1;

  byte[] encode() {
    return Binary.write(
        out -> {
          out.writeByte(FORMAT);
          Binary.writeText(out, workerId);
          Binary.writeText(out, address);
          out.writeBoolean(asks);
          out.writeBoolean(leaves);
          out.writeInt(outcomes.size());
          for (var each : outcomes) {
            each.writeTo(out);
          }
          out.writeBoolean(mapped != null);
          if (mapped != null) {
            Binary.writeText(out, mapped.parentKey);
            out.writeInt(mapped.children);
            out.writeInt(mapped.packs.size());
            for (var each : mapped.packs) {
              out.writeLong(each);
            }
          }
          out.writeInt(running == null ? -1 : running.size());
          for (var each : running == null ? List.<TaskReport.Running>of() : running) {
            Binary.writeText(out, each.taskId());
            Binary.writeText(out, each.taskName());
            out.writeLong(each.startTime());
          }
        });
  }

  /**
   * What was written.
   *
   * @throws IOException if it is something else
   */
  static Said decode(byte[] encoded) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw new IOException("format of a word is %d but must be %d".formatted(format, FORMAT));
      }
      var workerId = Binary.readText(in);
      var address = Binary.readText(in);
      boolean asks = in.readBoolean();
      boolean leaves = in.readBoolean();
      var outcomes = new ArrayList<Outcome>();
      for (int left = in.readInt(); left > 0; left--) {
        outcomes.add(Outcome.readFrom(in));
      }
      return new Said(
          workerId, address, asks, leaves, outcomes, readMapped(in), readRunning(in, address));
    }
  }

  private static Mapped readMapped(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    var key = Binary.readText(in);
    int children = in.readInt();
    var packs = new ArrayList<Long>();
    for (int left = in.readInt(); left > 0; left--) {
      packs.add(in.readLong());
    }
    return new Mapped(key, children, packs);
  }

  private static List<TaskReport.Running> readRunning(DataInputStream in, String address)
      throws IOException {
    int size = in.readInt();
    if (size < 0) {
      return null;
    }
    var running = new ArrayList<TaskReport.Running>();
    for (int left = size; left > 0; left--) {
      running.add(
          new TaskReport.Running(Binary.readText(in), Binary.readText(in), address, in.readLong()));
    }
    return running;
  }
}
