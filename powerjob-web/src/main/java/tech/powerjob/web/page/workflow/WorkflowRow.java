package tech.powerjob.web.page.workflow;

import java.io.Serializable;
import tech.powerjob.server.store.LatestRuns;
import tech.powerjob.server.workflow.WorkflowView;

/**
 * A workflow in the list. Times are epoch milliseconds.
 *
 * @param lastId its newest run; {@code null} if there is none
 * @param lastStatus name of that run's status
 * @param lastLook code of the instance status whose colours it has
 */
public record WorkflowRow(
    long id,
    String name,
    String description,
    String scheduleType,
    String schedule,
    Long nextTriggerTime,
    String zone,
    boolean enabled,
    int nodes,
    Long lastId,
    String lastStatus,
    Integer lastLook,
    Long lastTime)
    implements Serializable {
  static WorkflowRow of(WorkflowView view, LatestRuns.Latest last) {
    return new WorkflowRow(
        view.id(),
        view.wfName(),
        view.wfDescription(),
        view.timeExpressionType(),
        view.timeExpression(),
        view.nextTriggerTime(),
        view.options() == null ? null : view.options().getTimeZone(),
        Boolean.TRUE.equals(view.enable()),
        view.dag() == null || view.dag().getNodes() == null ? 0 : view.dag().getNodes().size(),
        last == null ? null : last.wfInstanceId(),
        last == null ? null : last.status().name(),
        last == null ? null : RunRow.look(last.status()),
        last == null ? null : last.expected().toEpochMilli());
  }
}
