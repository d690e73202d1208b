package tech.powerjob.it.fault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * Writes down when each run begins and ends, in a file of the process: {@code B} or {@code E}, id
 * of the instance, epoch, epoch milliseconds. A write is in the operating system's hands when it
 * returns, so a killed process leaves what it did. Thread-safe.
 */
public final class RecordingProcessor implements BasicProcessor {
  /** System property with the file. */
  static final String FILE = "powerjob.it.record";

  private static final FileChannel OUT = open();

  private static FileChannel open() {
    try {
      return FileChannel.open(
          Path.of(System.getProperty(FILE)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(char what, TaskContext context) throws IOException {
    var line =
        "%c %d %d %d%n"
            .formatted(
                what, context.getInstanceId(), context.getEpoch(), System.currentTimeMillis());
    OUT.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    write('B', context);
    var params = context.getJobParams();
    Thread.sleep(params == null || params.isEmpty() ? 20 : Long.parseLong(params));
    write('E', context);
    return new ProcessResult(true, "ran");
  }
}
