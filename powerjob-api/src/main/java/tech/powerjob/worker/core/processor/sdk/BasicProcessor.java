package tech.powerjob.worker.core.processor.sdk;

import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;

/** The code of a job. One instance serves all runs at once, so it must be thread-safe. */
public interface BasicProcessor {
  /**
   * Does the work of one run. Interruption means that the run is stopped or out of time.
   *
   * @return the outcome; {@code null} counts as a failure
   * @throws Exception any exception fails the run, with {@code toString()} of it as the result
   */
  ProcessResult process(TaskContext context) throws Exception;
}
