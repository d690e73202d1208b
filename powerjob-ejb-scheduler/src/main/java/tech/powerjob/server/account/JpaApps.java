package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;

/** Applications in the database. */
@ApplicationScoped
public class JpaApps implements Apps {
  @PersistenceContext(unitName = "powerjob")
  EntityManager entityManager;

  @Override
  public Optional<App> find(long id) {
    return Optional.ofNullable(entityManager.find(App.class, id));
  }

  @Override
  public Optional<App> findByName(String name) {
    return entityManager
        .createQuery("select a from App a where a.name = :name", App.class)
        .setParameter("name", name)
        .getResultStream()
        // Some databases compare without regard to case.
        .filter(app -> app.name().equals(name))
        .findFirst();
  }

  @Override
  public List<App> findAll() {
    return entityManager
        .createQuery("select a from App a order by a.id", App.class)
        .getResultList();
  }

  @Override
  public void add(App app) {
    entityManager.persist(app);
    entityManager.flush();
  }

  @Override
  public void remove(App app) {
    entityManager.remove(app);
  }
}
