package tech.powerjob.official.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/** What official processors have in common: where parameters come from, and how errors read. */
public abstract class OfficialProcessor implements BasicProcessor {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The outcome of {@link #work}; its exceptions become failures that start with the simple name of
   * the exception.
   *
   * @throws InterruptedException if the run is stopped or out of time
   */
  @Override
  public final ProcessResult process(TaskContext context) throws InterruptedException {
    try {
      return work(context);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      context.getOmsLogger().error("process failed", e);
      return new ProcessResult(false, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Does the work of one run. */
  protected abstract ProcessResult work(TaskContext context) throws Exception;

  /**
   * The text with this run's parameters: those of the node within a workflow, where the instance's
   * are the workflow's context; else those of the instance, or of the job if it has none.
   */
  protected static String parameters(TaskContext context) {
    if (context.getWorkflowContext().getWfInstanceId() != null) {
      return context.getJobParams();
    }
    var own = context.getInstanceParams();
    return own == null || own.isEmpty() ? context.getJobParams() : own;
  }

  /**
   * Reads parameters.
   *
   * @throws IllegalArgumentException saying where the text is not the expected JSON
   */
  protected static <T> T parse(String parameters, Class<T> type) {
    try {
      T parsed = JSON.readValue(parameters, type);
      if (parsed != null) {
        return parsed;
      }
      throw new IllegalArgumentException("the parameters are the JSON null, not an object");
    } catch (JsonProcessingException e) {
      // Without the cause's own text, which may quote secrets of the parameters.
      var where = e.getLocation();
      throw new IllegalArgumentException(
          "the parameters are not the expected JSON object"
              + (where == null
                  ? ""
                  : ": line %d, column %d".formatted(where.getLineNr(), where.getColumnNr())));
    }
  }

  /** Whether a text is JSON. */
  protected static boolean isJson(String text) {
    try {
      return !JSON.readTree(text).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
