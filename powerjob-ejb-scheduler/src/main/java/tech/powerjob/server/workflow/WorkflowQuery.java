package tech.powerjob.server.workflow;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.domain.workflow.Workflow;

/**
 * Which workflows are looked for; empty means any.
 *
 * @param name part of the name
 * @param statuses empty for all that are not deleted
 * @param types empty for all
 * @param after only workflows with a larger id, for the next page
 * @param newestFirst by creation, else by id
 */
public record WorkflowQuery(
    Optional<String> name,
    List<SwitchableStatus> statuses,
    List<TimeExpressionType> types,
    Optional<Long> after,
    boolean newestFirst) {
  public WorkflowQuery {
    statuses =
        statuses.isEmpty()
            ? List.of(SwitchableStatus.ENABLE, SwitchableStatus.DISABLE)
            : List.copyOf(statuses);
    types = List.copyOf(types);
  }

  TypedQuery<Workflow> of(EntityManager entities, long appId) {
    return query(
        entities,
        appId,
        "SELECT w",
        newestFirst ? " ORDER BY w.gmtCreate DESC, w.id DESC" : " ORDER BY w.id",
        Workflow.class);
  }

  long count(EntityManager entities, long appId) {
    return query(entities, appId, "SELECT COUNT(w)", "", Long.class).getSingleResult();
  }

  private <T> TypedQuery<T> query(
      EntityManager entities, long appId, String head, String tail, Class<T> type) {
    var text = new StringBuilder(head).append(" FROM Workflow w WHERE w.appId = ?1");
    var values = new ArrayList<Object>();
    values.add(appId);
    values.add(statuses);
    text.append(" AND w.status IN ?2");
    name.ifPresent(
        part -> {
          values.add(part.contains("%") ? part : "%" + part + "%");
          text.append(" AND w.wfName LIKE ?").append(values.size());
        });
    if (!types.isEmpty()) {
      values.add(types);
      text.append(" AND w.timeExpressionType IN ?").append(values.size());
    }
    after.ifPresent(
        id -> {
          values.add(id);
          text.append(" AND w.id > ?").append(values.size());
        });
    var query = entities.createQuery(text.append(tail).toString(), type);
    for (int i = 0; i < values.size(); i++) {
      query.setParameter(i + 1, values.get(i));
    }
    return query;
  }
}
