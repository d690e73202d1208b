package tech.powerjob.worker.internal.distributed;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;

/**
 * How a task ended for good.
 *
 * @param taskId id within the instance
 * @param name what it is called
 * @param success whether it succeeded
 * @param result what its processor said, not {@code null}
 * @param attempts how often it was tried, from 1
 * @param start when the last attempt began, epoch milliseconds
 * @param end when it ended
 * @param children how many tasks it mapped, by the keys that it used as their parent
 * @param appended what it adds to the context of the workflow
 * @param pack the task alone, to be run again; only of one that failed, else {@code null}
 */
record Outcome(
    String taskId,
    String name,
    boolean success,
    String result,
    int attempts,
    long start,
    long end,
    Map<String, Integer> children,
    Map<String, String> appended,
    TaskPack pack) {
  /** Bytes that it takes, about. */
  int weight() {
    int content = pack == null ? 0 : pack.contents().stream().mapToInt(each -> each.length).sum();
    return 64 + result.length() + content;
  }

  void writeTo(DataOutput out) throws IOException {
    Binary.writeText(out, taskId);
    Binary.writeText(out, name);
    out.writeBoolean(success);
    Binary.writeText(out, result);
    out.writeInt(attempts);
    out.writeLong(start);
    out.writeLong(end);
    Binary.writeNumbers(out, children);
    Binary.writeTexts(out, appended);
    Binary.writeBytes(out, pack == null ? null : pack.encode());
  }

  static Outcome readFrom(DataInput in) throws IOException {
    return new Outcome(
        Binary.readText(in),
        Binary.readText(in),
        in.readBoolean(),
        Binary.readText(in),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        Binary.readNumbers(in),
        Binary.readTexts(in),
        packOf(Binary.readBytes(in)));
  }

  private static TaskPack packOf(byte[] encoded) throws IOException {
    return encoded == null ? null : TaskPack.decode(encoded);
  }
}
