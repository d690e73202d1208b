package tech.powerjob.it.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/**
 * Maps the numbers from 0 and writes down which of them it works on and when it reduces. Parameters
 * of the instance: how many, milliseconds that each takes, milliseconds that the reduce step takes.
 * Thread-safe.
 */
public final class RecordingTasks implements MapReduceProcessor {
  private static final int BATCH = 1_000;
  private static final String ROOT_RESULT = "root";

  private static int parameter(TaskContext context, int index) {
    return Integer.parseInt(context.getInstanceParams().split(" ")[index]);
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    if (isRootTask()) {
      TaskRecords.write(TaskRecords.ROOT, 0);
      return split(parameter(context, 0));
    }
    int number = ((Number) context.getSubTask()).intValue();
    TimeUnit.MILLISECONDS.sleep(parameter(context, 1));
    TaskRecords.write(TaskRecords.EXECUTED, number);
    return new ProcessResult(true, Integer.toString(number));
  }

  private ProcessResult split(int count) throws Exception {
    var batch = new ArrayList<Integer>();
    for (int number = 0; number < count; number++) {
      batch.add(number);
      if (batch.size() == BATCH || number == count - 1) {
        map(batch, "NUMBER");
        batch = new ArrayList<>();
      }
    }
    return new ProcessResult(true, ROOT_RESULT);
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    try {
      TaskRecords.write(TaskRecords.REDUCING, 0);
      TimeUnit.MILLISECONDS.sleep(parameter(context, 2));
      return new ProcessResult(true, summary(taskResults));
    } catch (IOException e) {
      return new ProcessResult(false, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProcessResult(false, "interrupted");
    }
  }

  private static String summary(List<TaskResult> taskResults) {
    var ids = new HashSet<String>();
    var numbers = new BitSet();
    int roots = 0;
    int failed = 0;
    for (var each : taskResults) {
      ids.add(each.getTaskId());
      if (!each.isSuccess()) {
        failed++;
      } else if (each.getResult().equals(ROOT_RESULT)) {
        roots++;
      } else {
        numbers.set(Integer.parseInt(each.getResult()));
      }
    }
    return summary(taskResults.size(), ids.size(), numbers.cardinality(), roots, failed);
  }

  /** What the reduce step says if it was given so much. */
  static String summary(int results, int ids, int numbers, int roots, int failed) {
    return "results=%d ids=%d numbers=%d roots=%d failed=%d"
        .formatted(results, ids, numbers, roots, failed);
  }
}
