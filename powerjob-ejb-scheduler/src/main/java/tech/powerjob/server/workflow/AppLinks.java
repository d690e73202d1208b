package tech.powerjob.server.workflow;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.audit.AuditLog;

/**
 * Whose jobs the workflows of an application may run. That needs both sides: the application says
 * whose jobs it calls, and the other one whom it serves. Thread-safe.
 */
@ApplicationScoped
public class AppLinks {
  private static final int MOST = 1_000;
  private static final String CALLS = "CALLS";
  private static final String SERVES = "SERVES";

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private AppAccounts apps;
  @Inject private AuditLog audit;

  /**
   * What an application has said.
   *
   * @param calls applications whose jobs its workflows may run, if they agree
   * @param serves applications whose workflows may run its jobs, if they want to
   */
  public record Links(List<Long> calls, List<Long> serves) {
    public Links {
      calls = sorted(calls);
      serves = sorted(serves);
    }

    private static List<Long> sorted(List<Long> apps) {
      return apps == null
          ? List.of()
          : apps.stream().filter(Objects::nonNull).sorted().distinct().toList();
    }
  }

  /** What an application has said. */
  @Transactional
  public Links of(long appId) {
    return new Links(others(appId, CALLS), others(appId, SERVES));
  }

  private List<Long> others(long appId, String side) {
    return ((List<?>)
            entities
                .createNativeQuery(
                    "SELECT other_app_id FROM app_link WHERE app_id = ? AND side = ?")
                .setParameter(1, appId)
                .setParameter(2, side)
                .getResultList())
        .stream().map(id -> ((Number) id).longValue()).toList();
  }

  /**
   * Replaces what an application has said. Runs that are under way go on; nodes that are no longer
   * allowed fail when a run comes to them.
   *
   * @throws IllegalArgumentException if an application is unknown or the application itself, or
   *     there are too many
   */
  @Transactional
  public void save(long appId, Links links) {
    check(appId, "calls", links.calls());
    check(appId, "serves", links.serves());
    var before = of(appId);
    entities
        .createNativeQuery("DELETE FROM app_link WHERE app_id = ?")
        .setParameter(1, appId)
        .executeUpdate();
    insert(appId, CALLS, links.calls());
    insert(appId, SERVES, links.serves());
    audit.changed("app.links", "app", appId, appId, before, links);
  }

  /** Removes all that an application and others have said about it. */
  @Transactional
  public void forget(long appId) {
    entities
        .createNativeQuery("DELETE FROM app_link WHERE app_id = ? OR other_app_id = ?")
        .setParameter(1, appId)
        .setParameter(2, appId)
        .executeUpdate();
  }

  private void check(long appId, String field, Collection<Long> others) {
    if (others.size() > MOST) {
      throw new IllegalArgumentException(
          "%s has %d applications but may have at most %d".formatted(field, others.size(), MOST));
    }
    for (var other : others) {
      if (other == appId || apps.find(other).isEmpty()) {
        throw new IllegalArgumentException(
            "%s is '%d' but must be the id of another application".formatted(field, other));
      }
    }
  }

  private void insert(long appId, String side, List<Long> others) {
    for (var other : others) {
      entities
          .createNativeQuery("INSERT INTO app_link (app_id, side, other_app_id) VALUES (?,?,?)")
          .setParameter(1, appId)
          .setParameter(2, side)
          .setParameter(3, other)
          .executeUpdate();
    }
  }
}
