package tech.powerjob.worker.core.processor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the nodes of one workflow run share. Outside a workflow it is empty and takes nothing. */
public class WorkflowContext {
  private final Long wfInstanceId;
  private final Map<String, String> data;
  private final Map<String, String> appended = new LinkedHashMap<>();

  /**
   * A context over values already read.
   *
   * @param wfInstanceId id of the workflow run, {@code null} outside a workflow
   */
  public WorkflowContext(Long wfInstanceId, Map<String, String> data) {
    this.wfInstanceId = wfInstanceId;
    this.data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  /** Id of the workflow run, {@code null} outside a workflow. */
  public Long getWfInstanceId() {
    return wfInstanceId;
  }

  /** The context as it was when the run started; read-only. */
  public Map<String, String> fetchWorkflowContext() {
    return data;
  }

  /** What this run adds to the context. */
  public Map<String, String> getAppendedContextData() {
    return appended;
  }
}
