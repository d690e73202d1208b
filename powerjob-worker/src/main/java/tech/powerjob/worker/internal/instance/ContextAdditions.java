package tech.powerjob.worker.internal.instance;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.internal.JacksonContextValues;

/** What runs add to the context of their workflow, within a limit. Thread-safe. */
public final class ContextAdditions {
  private static final Logger LOG = LoggerFactory.getLogger(ContextAdditions.class);
  private static final JacksonContextValues JSON = new JacksonContextValues();

  private final int maxLength;

  /**
   * Additions of at most this length.
   *
   * @param maxLength characters of all names and values of a run as JSON
   */
  public ContextAdditions(int maxLength) {
    this.maxLength = maxLength;
  }

  /**
   * What a processor added, to be reported; {@code null} for nothing. If it is too long none of it
   * is left, and the processor's log says so.
   */
  public Map<String, String> of(TaskContext context) {
    var appended = context.getWorkflowContext().getAppendedContextData();
    if (context.getWorkflowContext().getWfInstanceId() == null || appended.isEmpty()) {
      return null;
    }
    var copy = Map.copyOf(appended);
    int length = JSON.write(copy).length();
    if (length <= maxLength) {
      return copy;
    }
    LOG.warn(
        "what instance={} of workflow instance={} adds to the context has {} characters, more than"
            + " maxAppendedWfContextLength={}, and is dropped: {}",
        context.getInstanceId(),
        context.getWorkflowContext().getWfInstanceId(),
        length,
        maxLength,
        copy.keySet());
    context
        .getOmsLogger()
        .warn(
            "what was added to the workflow's context is dropped: it has {} characters, but"
                + " maxAppendedWfContextLength is {}",
            length,
            maxLength);
    return null;
  }
}
