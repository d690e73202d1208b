package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.workflow.Workflow;
import tech.powerjob.domain.workflow.WorkflowGraph;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.store.VersionText;

/** The versions of a workflow: each graph that runs may be pinned to. Thread-safe. */
@ApplicationScoped
public class WorkflowVersions {
  private static final int MOST_LISTED = 200;

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private Actor actor;
  @Inject private Event<WorkflowChanged> changed;

  /**
   * A version.
   *
   * @param created epoch milliseconds
   * @param who who saved it
   */
  public record Version(int version, long created, String who) {}

  /** Makes this graph the present version, unless it is; in the caller's transaction. */
  void keep(Workflow workflow, WorkflowGraph graph, Instant now) {
    changed.fire(new WorkflowChanged(workflow.getId(), workflow.getAppId()));
    var text =
        VersionText.of(
            workflow.getWfName(), workflow.getMaxWfInstanceNum(), workflow.getOptions(), graph);
    if (workflow.getVersion() > 0 && text.equals(text(workflow.getId(), workflow.getVersion()))) {
      return;
    }
    workflow.setVersion(workflow.getVersion() + 1);
    entities
        .createNativeQuery(
            "INSERT INTO workflow_version (workflow_id, version, graph, who, created)"
                + " VALUES (?,?,?,?,?)")
        .setParameter(1, workflow.getId())
        .setParameter(2, workflow.getVersion())
        .setParameter(3, text)
        .setParameter(4, actor.name())
        .setParameter(5, now.toEpochMilli())
        .executeUpdate();
  }

  private String text(long workflowId, int version) {
    var found =
        entities
            .createNativeQuery(
                "SELECT graph FROM workflow_version WHERE workflow_id = ? AND version = ?")
            .setParameter(1, workflowId)
            .setParameter(2, version)
            .getResultList();
    return found.isEmpty() ? null : text(found.get(0));
  }

  /** Some drivers give the text itself, others where it is. */
  private static String text(Object value) {
    try {
      return value instanceof Clob clob
          ? clob.getSubString(1, (int) clob.length())
          : String.valueOf(value);
    } catch (SQLException e) {
      throw new IllegalStateException("a version cannot be read", e);
    }
  }

  /** Who saved a version, and when; empty if there is none of that number. */
  Optional<Version> find(long workflowId, int version) {
    List<?> rows =
        entities
            .createNativeQuery(
                "SELECT version, created, who FROM workflow_version WHERE workflow_id = ?"
                    + " AND version = ?")
            .setParameter(1, workflowId)
            .setParameter(2, version)
            .getResultList();
    return rows.stream().map(WorkflowVersions::version).findFirst();
  }

  private static Version version(Object row) {
    var columns = (Object[]) row;
    return new Version(
        ((Number) columns[0]).intValue(),
        ((Number) columns[1]).longValue(),
        String.valueOf(columns[2]));
  }

  /** The versions of a workflow, the newest first; the latest if there are very many. */
  List<Version> of(long workflowId) {
    List<?> rows =
        entities
            .createNativeQuery(
                "SELECT version, created, who FROM workflow_version WHERE workflow_id = ?"
                    + " ORDER BY version DESC")
            .setParameter(1, workflowId)
            .setMaxResults(MOST_LISTED)
            .getResultList();
    return rows.stream().map(WorkflowVersions::version).toList();
  }
}
