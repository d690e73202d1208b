package tech.powerjob.web.page.workflow;

import java.io.Serializable;
import tech.powerjob.server.workflow.WorkflowView;

/** A workflow in the list. Times are epoch milliseconds. */
public record WorkflowRow(
    long id,
    String name,
    String description,
    String scheduleType,
    String schedule,
    Long nextTriggerTime,
    String zone,
    boolean enabled,
    int nodes)
    implements Serializable {
  static WorkflowRow of(WorkflowView view) {
    return new WorkflowRow(
        view.id(),
        view.wfName(),
        view.wfDescription(),
        view.timeExpressionType(),
        view.timeExpression(),
        view.nextTriggerTime(),
        view.options() == null ? null : view.options().getTimeZone(),
        Boolean.TRUE.equals(view.enable()),
        view.dag() == null || view.dag().getNodes() == null ? 0 : view.dag().getNodes().size());
  }
}
