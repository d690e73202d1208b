package tech.powerjob.server.store;

import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.domain.schedule.ScheduledDefinition;
import tech.powerjob.domain.worker.Partitions;

/**
 * Finds what is due. What is paused is left out here, because it stays due and would stand in front
 * of all others.
 *
 * @param type an entity
 * @param lasting the pauses that last
 * @param own the scope in which a pause names such an entity; {@code null} if there is none
 */
record DueDefinitions<T extends ScheduledDefinition>(
    Class<T> type, List<Pause> lasting, Scope own) {
  /** More than that are left out one by one by the scheduler. */
  private static final int MOST_LEFT_OUT = 1_000;

  /** Those that are due until an instant, the earliest first. */
  List<T> find(EntityManagerFactory factory, Partitions partitions, Instant until, int limit) {
    if (partitions.isEmpty() || lasting.stream().anyMatch(each -> each.scope() == Scope.ALL)) {
      return List.of();
    }
    var pausedApps = targets(Scope.APP);
    var paused = targets(own);
    boolean all = partitions.size() == Partitions.COUNT;
    try (var entities = factory.createEntityManager()) {
      var query =
          entities.createQuery(
              "SELECT d FROM "
                  + type.getSimpleName()
                  + " d WHERE d.status = :status AND d.nextTriggerTime <= :until"
                  + (all ? "" : " AND d.partition IN :partitions")
                  + (pausedApps.isEmpty() ? "" : " AND d.appId NOT IN :pausedApps")
                  + (paused.isEmpty() ? "" : " AND d.id NOT IN :paused")
                  + " ORDER BY d.nextTriggerTime",
              type);
      if (!all) {
        query.setParameter("partitions", partitions.stream().boxed().toList());
      }
      if (!pausedApps.isEmpty()) {
        query.setParameter("pausedApps", pausedApps);
      }
      if (!paused.isEmpty()) {
        query.setParameter("paused", paused);
      }
      return query
          .setParameter("status", SwitchableStatus.ENABLE)
          .setParameter("until", until.toEpochMilli())
          .setMaxResults(limit)
          .getResultList();
    }
  }

  private List<Long> targets(Scope scope) {
    return lasting.stream()
        .filter(pause -> pause.scope() == scope)
        .map(Pause::target)
        .limit(MOST_LEFT_OUT)
        .toList();
  }
}
