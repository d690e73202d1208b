package tech.powerjob.official.processors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;

/**
 * What official processors have in common: where parameters come from, how errors read, and that
 * the dangerous ones are off until the worker's owner switches them on.
 */
public abstract class OfficialProcessor implements BasicProcessor {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * The outcome of {@link #work}, or why it may not work here; exceptions become failures that
   * start with the simple name of the exception.
   *
   * @throws InterruptedException if the run is stopped or out of time
   */
  @Override
  public ProcessResult process(TaskContext context) throws InterruptedException {
    var refusal = refusal();
    if (refusal.isPresent()) {
      context.getOmsLogger().warn(refusal.get());
      return new ProcessResult(false, refusal.get());
    }
    try {
      return work(context);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      context.getOmsLogger().error("process failed", e);
      return new ProcessResult(false, e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /**
   * The setting that must be exactly {@code true} for this processor to work, a system property or
   * environment variable of the worker; empty if it always may.
   */
  protected Optional<String> switchKey() {
    return Optional.empty();
  }

  /** Why this processor may not work here; empty if it may. */
  protected final Optional<String> refusal() {
    return switchKey().filter(key -> !isOn(key)).map(key -> refusal(getClass(), key));
  }

  /** Whether the worker's owner switched something on. */
  protected static boolean isOn(String key) {
    return Settings.ofProcess().find(key).filter("true"::equals).isPresent();
  }

  /** PowerJob's text. */
  protected static String refusal(Class<?> type, String key) {
    return "%s is not enabled, please set '-D%s=true' to enable it"
        .formatted(type.getSimpleName(), key);
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
    return parse(parameters, JSON.constructType(type), "object");
  }

  /**
   * Reads parameters that are a JSON array.
   *
   * @throws IllegalArgumentException saying where the text is not the expected JSON
   */
  protected static <T> T parseArray(String parameters, TypeReference<T> type) {
    return parse(parameters, JSON.constructType(type), "array");
  }

  private static <T> T parse(String parameters, JavaType type, String kind) {
    try {
      T parsed = JSON.readValue(parameters, type);
      if (parsed != null) {
        return parsed;
      }
      throw new IllegalArgumentException(
          "the parameters are the JSON null, not an %s".formatted(kind));
    } catch (JsonProcessingException e) {
      // Without the cause's own text, which may quote secrets of the parameters.
      var where = e.getLocation();
      throw new IllegalArgumentException(
          "the parameters are not the expected JSON %s%s"
              .formatted(
                  kind,
                  where == null
                      ? ""
                      : ": line %d, column %d".formatted(where.getLineNr(), where.getColumnNr())));
    }
  }

  /** A value as JSON text. */
  protected static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
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
