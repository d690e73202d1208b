package tech.powerjob.official.processors.impl;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.official.processors.OfficialProcessor;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/**
 * Shows how jobs behave without any code of one's own. Its parameters are empty or a JSON object
 * {@code {mode, sleepMs, responseSize}}; an unknown mode is {@code BASE}.
 */
public class VerificationProcessor extends OfficialProcessor {
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
    RETRY;

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
  record Parameters(String mode, Long sleepMs, Integer responseSize) {
    private static final Parameters NONE = new Parameters(null, null, null);

    long sleepMillis() {
      return sleepMs == null ? 3_600_000 : sleepMs;
    }

    int size() {
      return responseSize == null ? 10 : responseSize;
    }
  }

  private static final long RETRY_PAUSE_MILLIS = 100;

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
    };
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
