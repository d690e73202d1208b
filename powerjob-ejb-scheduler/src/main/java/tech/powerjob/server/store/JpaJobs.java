package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.pause.StoredPauses;

/**
 * Jobs in {@code job_info}, read through JPA. Thread-safe: each call has an entity manager of its
 * own, because the container's shared one is bound to a component's invocation, which the loops of
 * a server do not have.
 */
@ApplicationScoped
@Typed(JpaJobs.class) // Others are given the cached ones.
public class JpaJobs implements Jobs {
  private static final int IDS_PER_QUERY = 500;

  /** More than that are left out one by one by the scheduler. */
  private static final int MOST_LEFT_OUT = 1_000;

  @Inject private StoredPauses pauses;

  @PersistenceUnit(unitName = "powerjob")
  private EntityManagerFactory factory;

  @Override
  public List<Job> findDue(Partitions partitions, Instant until, int limit) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    try (var entities = factory.createEntityManager()) {
      return findDue(entities, partitions, until, limit);
    }
  }

  /** Left out here, because paused jobs stay due and would stand in front of all others. */
  private static List<Long> targets(List<Pause> pauses, Scope scope) {
    return pauses.stream()
        .filter(pause -> pause.scope() == scope)
        .map(Pause::target)
        .limit(MOST_LEFT_OUT)
        .toList();
  }

  private List<Job> findDue(
      EntityManager entities, Partitions partitions, Instant until, int limit) {
    var lasting = pauses.lasting(Instant.now());
    if (lasting.stream().anyMatch(pause -> pause.scope() == Scope.ALL)) {
      return List.of();
    }
    var pausedApps = targets(lasting, Scope.APP);
    var pausedJobs = targets(lasting, Scope.JOB);
    boolean all = partitions.size() == Partitions.COUNT;
    var query =
        entities.createQuery(
            "SELECT j FROM Job j WHERE j.status = :status AND j.nextTriggerTime <= :until"
                + (all ? "" : " AND j.partition IN :partitions")
                + (pausedApps.isEmpty() ? "" : " AND j.appId NOT IN :pausedApps")
                + (pausedJobs.isEmpty() ? "" : " AND j.id NOT IN :pausedJobs")
                + " ORDER BY j.nextTriggerTime",
            Job.class);
    if (!all) {
      query.setParameter("partitions", partitions.stream().boxed().toList());
    }
    if (!pausedApps.isEmpty()) {
      query.setParameter("pausedApps", pausedApps);
    }
    if (!pausedJobs.isEmpty()) {
      query.setParameter("pausedJobs", pausedJobs);
    }
    return query
        .setParameter("status", SwitchableStatus.ENABLE)
        .setParameter("until", until.toEpochMilli())
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public Map<Long, Job> findAll(Collection<Long> ids) {
    var found = new HashMap<Long, Job>();
    var all = List.copyOf(ids);
    try (var entities = factory.createEntityManager()) {
      for (int from = 0; from < all.size(); from += IDS_PER_QUERY) {
        var some = all.subList(from, Math.min(all.size(), from + IDS_PER_QUERY));
        entities
            .createQuery("SELECT j FROM Job j WHERE j.id IN :ids", Job.class)
            .setParameter("ids", some)
            .getResultList()
            .forEach(job -> found.put(job.getId(), job));
      }
    }
    return found;
  }
}
