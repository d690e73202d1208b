package tech.powerjob.web.page.workflow;

import java.util.List;
import java.util.Map;
import tech.powerjob.server.workflow.WorkflowDocument;

/**
 * What the editor's script begins with.
 *
 * @param types kinds of schedules that a workflow can have
 * @param jobs names of the jobs in the graph, by id
 * @param workflows names of the workflows in the graph, by id
 * @param people who can be told of failures
 */
record EditorData(
    long app,
    boolean editable,
    WorkflowDocument workflow,
    List<String> types,
    Map<Long, String> jobs,
    Map<Long, String> workflows,
    List<Found> people) {
  /**
   * Something to choose.
   *
   * @param note what tells it from others of its name, may be {@code null}
   */
  record Found(long id, String name, String note) {}

  /**
   * After a save.
   *
   * @param ids pairs of the id that was sent and the id that the node has now
   */
  record Saved(WorkflowDocument workflow, List<List<Long>> ids) {}
}
