package tech.powerjob.worker.core.processor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the nodes of one workflow run share. Outside a workflow it is empty and takes nothing.
 * Thread-safe.
 */
public class WorkflowContext {
  private final Long wfInstanceId;
  private final Map<String, String> data;
  private final Map<String, String> appended = new ConcurrentHashMap<>();

  /**
   * A context over values already read.
   *
   * @param wfInstanceId id of the workflow run, {@code null} outside a workflow
   */
  public WorkflowContext(Long wfInstanceId, Map<String, String> data) {
    this.wfInstanceId = wfInstanceId;
    this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /**
   * A context as it travels.
   *
   * @param wfInstanceId id of the workflow run, {@code null} outside a workflow
   * @param data JSON object with the values; not looked at outside a workflow
   * @throws IllegalArgumentException if it is no JSON object
   */
  public WorkflowContext(Long wfInstanceId, String data) {
    this(wfInstanceId, wfInstanceId == null || data == null ? Map.of() : values().read(data));
  }

  private static ContextValues values() {
    return ContextValues.find()
        .orElseThrow(
            () -> new IllegalStateException("the worker's library is missing on the class path"));
  }

  /** Id of the workflow run, {@code null} outside a workflow. */
  public Long getWfInstanceId() {
    return wfInstanceId;
  }

  /** The context as it was when the run started; read-only. */
  public Map<String, String> fetchWorkflowContext() {
    return data;
  }

  /** The same as {@link #fetchWorkflowContext()}. */
  public Map<String, String> getData() {
    return data;
  }

  /**
   * Adds to the context, or replaces what was added under the same name. Does nothing outside a
   * workflow, without a name, or with a value that cannot be written as JSON.
   *
   * @param value kept as JSON; a text as it is
   */
  public void appendData2WfContext(String key, Object value) {
    if (wfInstanceId == null || key == null) {
      return;
    }
    try {
      appended.put(key, value instanceof String text ? text : values().write(value));
    } catch (IllegalArgumentException e) {
      // As in PowerJob: what cannot be written is not added, and the run goes on.
      appended.remove(key);
    }
  }

  /** What this run adds to the context. */
  public Map<String, String> getAppendedContextData() {
    return appended;
  }
}
