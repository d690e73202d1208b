package tech.powerjob.server.job;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.job.Job;
import tech.powerjob.server.store.PageRequest;

/** A {@link JobInfoQuery} as a query of the persistence layer; values are always parameters. */
final class JobConditions {
  private final StringBuilder text = new StringBuilder(" FROM Job j WHERE j.appId = ?1");
  private final List<Object> values = new ArrayList<>();

  private JobConditions(long appId) {
    values.add(appId);
  }

  /** The query of all jobs of an application that meet every given condition, by id. */
  static TypedQuery<Job> query(EntityManager entities, long appId, JobInfoQuery query) {
    var conditions = of(appId, query);
    return conditions.bound(
        entities.createQuery("SELECT j" + conditions.text + " ORDER BY j.id", Job.class));
  }

  /**
   * A page of what {@link #query} finds. Ids first: an index has them, so that a page far behind
   * does not read all the jobs before it.
   */
  static List<Job> page(EntityManager entities, long appId, JobInfoQuery query, PageRequest page) {
    var conditions = of(appId, query);
    var ids =
        conditions
            .bound(
                entities.createQuery(
                    "SELECT j.id" + conditions.text + " ORDER BY j.id", Long.class))
            .setFirstResult(page.skipped())
            .setMaxResults(page.size())
            .getResultList();
    return ids.isEmpty()
        ? List.of()
        : entities
            .createQuery("SELECT j FROM Job j WHERE j.id IN ?1 ORDER BY j.id", Job.class)
            .setParameter(1, ids)
            .getResultList();
  }

  /** How many jobs {@link #query} finds. */
  static long count(EntityManager entities, long appId, JobInfoQuery query) {
    var conditions = of(appId, query);
    return conditions
        .bound(entities.createQuery("SELECT COUNT(j)" + conditions.text, Long.class))
        .getSingleResult();
  }

  private static JobConditions of(long appId, JobInfoQuery query) {
    var conditions = new JobConditions(appId);
    conditions.add("id", "=", query.getIdEq());
    conditions.add("id", "<", query.getIdLt());
    conditions.add("id", ">", query.getIdGt());
    conditions.add("jobName", "=", query.getJobNameEq());
    conditions.like("jobName", query.getJobNameLike());
    conditions.like("jobDescription", query.getJobDescriptionLike());
    conditions.like("jobParams", query.getJobParamsLike());
    conditions.in("timeExpressionType", query.getTimeExpressionTypeIn(), TimeExpressionType::of);
    conditions.in("executeType", query.getExecuteTypeIn(), ExecuteType::of);
    conditions.in("processorType", query.getProcessorTypeIn(), ProcessorType::of);
    conditions.add("processorInfo", "=", query.getProcessorInfoEq());
    conditions.like("processorInfo", query.getProcessorInfoLike());
    conditions.in("status", query.getStatusIn(), SwitchableStatus::of);
    conditions.add("nextTriggerTime", ">", query.getNextTriggerTimeGt());
    conditions.add("nextTriggerTime", "<", query.getNextTriggerTimeLt());
    conditions.like("notifyUserIds", query.getNotifyUserIdsLike());
    conditions.add("gmtCreate", "<", query.getGmtCreateLt());
    conditions.add("gmtCreate", ">", query.getGmtCreateGt());
    conditions.add("gmtModified", "<", query.getGmtModifiedLt());
    conditions.add("gmtModified", ">", query.getGmtModifiedGt());
    conditions.add(
        "dispatchStrategy",
        "=",
        query.getDispatchStrategyEq() == null
            ? null
            : DispatchStrategy.of(query.getDispatchStrategyEq()));
    conditions.add("tag", "=", query.getTagEq());
    return conditions;
  }

  private <T> TypedQuery<T> bound(TypedQuery<T> typed) {
    for (int i = 0; i < values.size(); i++) {
      typed.setParameter(i + 1, values.get(i));
    }
    return typed;
  }

  private void add(String field, String operator, Object value) {
    if (value != null) {
      values.add(value);
      text.append(" AND j.%s %s ?%d".formatted(field, operator, values.size()));
    }
  }

  private void like(String field, String value) {
    if (value != null) {
      add(field, "LIKE", value.contains("%") ? value : "%" + value + "%");
    }
  }

  private <T> void in(String field, Collection<Integer> codes, IntFunction<T> constant) {
    if (codes != null && !codes.isEmpty()) {
      add(field, "IN", codes.stream().map(code -> constant.apply(code)).toList());
    }
  }
}
