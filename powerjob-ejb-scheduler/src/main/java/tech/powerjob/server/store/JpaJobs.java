package tech.powerjob.server.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
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

  @Inject private StoredPauses pauses;

  @PersistenceUnit(unitName = "powerjob")
  private EntityManagerFactory factory;

  @Override
  public List<Job> findDue(Partitions partitions, Instant until, int limit) {
    return new DueDefinitions<>(Job.class, pauses.lasting(Instant.now()), Scope.JOB)
        .find(factory, partitions, until, limit);
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
