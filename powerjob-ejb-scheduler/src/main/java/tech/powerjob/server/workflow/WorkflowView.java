package tech.powerjob.server.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Date;
import java.util.List;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.model.PEWorkflowDAG;
import tech.powerjob.common.model.WorkflowOptions;

/**
 * A workflow as PowerJob's clients and console read it. Times are epoch milliseconds.
 *
 * @param timeExpressionType name of the type
 * @param notifyUserIds {@code null} for none
 * @param dag its nodes with all that is known of them, and edges
 * @param nextTriggerTime the next due instant; {@code null} if there is none
 * @param version number of the graph that new runs are pinned to
 */
public record WorkflowView(
    Long id,
    String wfName,
    String wfDescription,
    Long appId,
    String timeExpressionType,
    String timeExpression,
    Integer maxWfInstanceNum,
    Boolean enable,
    List<Long> notifyUserIds,
    LifeCycle lifeCycle,
    Date gmtCreate,
    Date gmtModified,
    @JsonProperty("peworkflowDAG") PEWorkflowDAG dag,
    Integer status,
    Long nextTriggerTime,
    Integer version,
    WorkflowOptions options) {}
