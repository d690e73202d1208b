package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Namespaces;

/** Namespaces in the database. */
@ApplicationScoped
public class JpaNamespaces implements Namespaces {
  @PersistenceContext(unitName = "powerjob")
  EntityManager entityManager;

  @Override
  public Optional<Namespace> find(long id) {
    return Optional.ofNullable(entityManager.find(Namespace.class, id));
  }

  @Override
  public Optional<Namespace> findByCode(String code) {
    return entityManager
        .createQuery("select n from Namespace n where n.code = :code", Namespace.class)
        .setParameter("code", code)
        .getResultStream()
        .findFirst();
  }

  @Override
  public List<Namespace> findAll() {
    return entityManager
        .createQuery("select n from Namespace n order by n.id", Namespace.class)
        .getResultList();
  }

  @Override
  public void add(Namespace namespace) {
    entityManager.persist(namespace);
    entityManager.flush();
  }

  @Override
  public void remove(Namespace namespace) {
    entityManager.remove(namespace);
  }
}
