package tech.powerjob.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.MapProcessor;

/**
 * Splits an instance into texts and does next to nothing with each. Parameters of the instance: how
 * many, characters of each, milliseconds that each takes. Thread-safe.
 */
public abstract class SplitTasks implements MapProcessor {
  private static final int BATCH = 1_000;
  private static final int LETTERS = 64;
  private static final Pattern SPAN = Pattern.compile("\\d+-\\d+");

  /** The parameters of an instance. */
  static String parameters(int tasks, int size, int millis) {
    return "%d %d %d".formatted(tasks, size, millis);
  }

  private static int parameter(TaskContext context, int index) {
    return Integer.parseInt(context.getInstanceParams().split(" ")[index]);
  }

  @Override
  public ProcessResult process(TaskContext context) throws Exception {
    int size = parameter(context, 1);
    if (isRootTask()) {
      return split(parameter(context, 0), size);
    }
    int length = ((String) context.getSubTask()).length();
    if (length != size) {
      return new ProcessResult(false, "%d characters instead of %d".formatted(length, size));
    }
    int millis = parameter(context, 2);
    if (millis == 0) {
      return new ProcessResult(true, "done");
    }
    long begun = System.currentTimeMillis();
    TimeUnit.MILLISECONDS.sleep(millis);
    return new ProcessResult(true, begun + "-" + System.currentTimeMillis());
  }

  private ProcessResult split(int tasks, int size) throws Exception {
    var random = new Random(tasks);
    var batch = new ArrayList<String>();
    for (int number = 1; number <= tasks; number++) {
      batch.add(text(random, size));
      if (batch.size() == BATCH || number == tasks) {
        map(batch, "TEXT");
        batch = new ArrayList<>();
      }
    }
    return new ProcessResult(true, "split");
  }

  /** A text that is as hard to compress as its letters allow. */
  static String text(Random random, int size) {
    var text = new StringBuilder(size);
    long bits = 0;
    for (int i = 0; i < size; i++) {
      if (i % 10 == 0) {
        bits = random.nextLong();
      }
      int letter = (int) (bits & (LETTERS - 1));
      bits >>>= 6;
      text.append(
          (char)
              (letter < 26 ? 'a' + letter : letter < 52 ? 'A' + letter - 26 : ' ' + letter - 52));
    }
    return text.toString();
  }

  /**
   * Milliseconds from the begin of the first sub-task that took its time to the end of the last.
   *
   * @param results what they said
   */
  static long spanMillis(Collection<String> results) {
    var spans =
        results.stream()
            .filter(each -> each != null && SPAN.matcher(each).matches())
            .map(each -> each.split("-"))
            .toList();
    long first = spans.stream().mapToLong(each -> Long.parseLong(each[0])).min().orElse(0);
    long last = spans.stream().mapToLong(each -> Long.parseLong(each[1])).max().orElse(0);
    return last - first;
  }

  /** What the reduce step says. */
  static ProcessResult outcome(long results, long failed) {
    return new ProcessResult(failed == 0, "results=%d failed=%d".formatted(results, failed));
  }
}
