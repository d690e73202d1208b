package tech.powerjob.official.processors.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import tech.powerjob.common.exception.PowerJobCheckedException;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.TaskResult;
import tech.powerjob.worker.core.processor.sdk.BroadcastProcessor;
import tech.powerjob.worker.core.processor.sdk.MapReduceProcessor;

/**
 * Shows how jobs of any kind behave without any code of one's own. Its parameters are empty or a
 * JSON object {@code {mode, sleepMs, batchSize, batchNum, subTaskSuccessRate, responseSize}}; an
 * unknown mode is {@code BASE}.
 */
public class VerificationProcessor extends OfficialProcessor
    implements MapReduceProcessor, BroadcastProcessor {
  /** What the run does. */
  enum Mode {
    /** Succeeds with a random text. */
    BASE,
    /** Sleeps. */
    TIMEOUT,
    /** Fails. */
    ERROR,
    /** Throws. */
    EXCEPTION,
    /** Fails until the last retry. */
    RETRY,
    /** Maps batches of tasks that take a moment and succeed by chance. */
    MR;

    static Mode of(String name) {
      for (var mode : values()) {
        if (name != null && mode.name().equals(name.trim().toUpperCase(Locale.ROOT))) {
          return mode;
        }
      }
      return BASE;
    }
  }

  /** The parameters. */
  record Parameters(
      String mode,
      Long sleepMs,
      Integer batchSize,
      Integer batchNum,
      Double subTaskSuccessRate,
      Integer responseSize) {
    private static final Parameters NONE = new Parameters(null, null, null, null, null, null);

    long sleepMillis() {
      return sleepMs == null ? 3_600_000 : sleepMs;
    }

    int tasksOfABatch() {
      return batchSize == null ? 100 : batchSize;
    }

    int batches() {
      return batchNum == null ? 10 : batchNum;
    }

    double successRate() {
      return subTaskSuccessRate == null ? 0.5 : subTaskSuccessRate;
    }

    int size() {
      return responseSize == null ? 10 : responseSize;
    }
  }

  /** What travels to a task of mode {@code MR}. */
  public static class SubTask {
    private int batch;
    private int number;

    public SubTask() {}

    SubTask(int batch, int number) {
      this.batch = batch;
      this.number = number;
    }

    public int getBatch() {
      return batch;
    }

    public void setBatch(int batch) {
      this.batch = batch;
    }

    public int getNumber() {
      return number;
    }

    public void setNumber(int number) {
      this.number = number;
    }
  }

  private static final long RETRY_PAUSE_MILLIS = 100;
  private static final int MAX_TASK_MILLIS = 277;
  private static final int TASK_RESPONSE_SIZE = 3;

  /** A result that is longer is cut by the worker anyway. */
  private static final int MAX_REDUCED = 64 << 10;

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  @Override
  protected ProcessResult work(TaskContext context) throws Exception {
    var text = parameters(context);
    context.getOmsLogger().info("using params: {}", text);
    var parameters =
        text == null || text.isBlank() ? Parameters.NONE : parse(text, Parameters.class);
    return switch (Mode.of(parameters.mode())) {
      case BASE -> new ProcessResult(true, "EXECUTE_SUCCESSFULLY_" + random(parameters.size()));
      case TIMEOUT -> {
        Thread.sleep(parameters.sleepMillis());
        yield new ProcessResult(true, "AFTER_SLEEP_" + parameters.sleepMillis());
      }
      case ERROR -> new ProcessResult(false, "EXECUTE_FAILED_FOR_TEST");
      case EXCEPTION -> throw new PowerJobException("exception for test");
      case RETRY -> retry(context.getCurrentRetryTimes(), context.getMaxRetryTimes());
      case MR -> isRootTask() ? mapAll(parameters) : task(context, parameters);
    };
  }

  private ProcessResult mapAll(Parameters parameters) throws PowerJobCheckedException {
    for (int batch = 0; batch < parameters.batches(); batch++) {
      List<SubTask> tasks = new ArrayList<>();
      for (int number = 0; number < parameters.tasksOfABatch(); number++) {
        tasks.add(new SubTask(batch, number));
      }
      map(tasks, "MAP_TEST_TASK_" + batch);
    }
    return new ProcessResult(true, "MAP_SUCCESS");
  }

  private static ProcessResult task(TaskContext context, Parameters parameters)
      throws InterruptedException {
    if (context.getSubTask() == null) {
      throw new IllegalArgumentException("mode MR is for MAP and MAP_REDUCE jobs");
    }
    var random = ThreadLocalRandom.current();
    Thread.sleep(random.nextInt(MAX_TASK_MILLIS));
    return new ProcessResult(
        random.nextDouble() < parameters.successRate(), random(TASK_RESPONSE_SIZE));
  }

  @Override
  public ProcessResult reduce(TaskContext context, List<TaskResult> taskResults) {
    context.getOmsLogger().info("reduce of {} tasks", taskResults.size());
    var text = new StringBuilder();
    for (var each : taskResults) {
      if (text.length() > MAX_REDUCED) {
        break;
      }
      text.append(
          "tId:%s;tSuc:%s;tRes:%s".formatted(each.getTaskId(), each.isSuccess(), each.getResult()));
    }
    return new ProcessResult(true, text.toString());
  }

  @Override
  public ProcessResult preProcess(TaskContext context) {
    return new ProcessResult(true, "preProcess successfully!");
  }

  @Override
  public ProcessResult postProcess(TaskContext context, List<TaskResult> taskResults) {
    return new ProcessResult(true, "postProcess successfully!");
  }

  private static ProcessResult retry(int current, int max) throws InterruptedException {
    if (current >= max) {
      return new ProcessResult(true, "RETRY_SUCCESSFULLY!");
    }
    Thread.sleep(RETRY_PAUSE_MILLIS);
    return new ProcessResult(false, "FAILED_UNTIL_LAST_RETRY_" + current);
  }

  private static String random(int size) {
    return ThreadLocalRandom.current()
        .ints(size, 0, ALPHABET.length())
        .collect(
            StringBuilder::new,
            (text, index) -> text.append(ALPHABET.charAt(index)),
            StringBuilder::append)
        .toString();
  }
}
