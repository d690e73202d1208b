package tech.powerjob.worker.internal.distributed;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * A task that failed for good, as it is kept.
 *
 * @param taskId id within the instance
 * @param result what its processor said
 * @param target the one worker that it is for, {@code null} for any
 * @param pack the task alone; {@code null} for the root task
 */
record FailedTask(String taskId, String result, String target, TaskPack pack) {
  byte[] encode() {
    return Binary.write(
        out -> {
          Binary.writeText(out, taskId);
          Binary.writeText(out, result);
          Binary.writeText(out, target);
          Binary.writeBytes(out, pack == null ? null : pack.encode());
        });
  }

  static FailedTask decode(byte[] encoded) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      var taskId = Binary.readText(in);
      var result = Binary.readText(in);
      var target = Binary.readText(in);
      var pack = Binary.readBytes(in);
      return new FailedTask(taskId, result, target, pack == null ? null : TaskPack.decode(pack));
    }
  }
}
