package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;

/** Users, their built-in accounts and their roles in the database. */
@ApplicationScoped
public class JpaUsers implements Users {
  @PersistenceContext(unitName = "powerjob")
  EntityManager entityManager;

  @Override
  public Optional<User> find(long id) {
    return Optional.ofNullable(entityManager.find(User.class, id));
  }

  @Override
  public Optional<User> findByUsername(String username) {
    return entityManager
        .createQuery("select u from User u where u.username = :username", User.class)
        .setParameter("username", username)
        .getResultStream()
        // Some databases compare without regard to case.
        .filter(user -> user.username().equals(username))
        .findFirst();
  }

  @Override
  public List<User> findAll(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return entityManager
        .createQuery("select u from User u where u.id in :ids", User.class)
        .setParameter("ids", ids)
        .getResultList();
  }

  @Override
  public List<User> findAll() {
    return entityManager
        .createQuery("select u from User u order by u.id", User.class)
        .getResultList();
  }

  @Override
  public Optional<PwjbUser> findAccount(String username) {
    return entityManager
        .createQuery("select p from PwjbUser p where p.username = :username", PwjbUser.class)
        .setParameter("username", username)
        .getResultStream()
        .filter(account -> account.username().equals(username))
        .findFirst();
  }

  @Override
  public List<UserRole> rolesOf(long userId) {
    return entityManager
        .createQuery("select r from UserRole r where r.userId = :userId", UserRole.class)
        .setParameter("userId", userId)
        .getResultList();
  }

  @Override
  public List<UserRole> rolesOn(RoleScope scope, long target) {
    return entityManager
        .createQuery(
            "select r from UserRole r where r.scope = :scope and r.target = :target",
            UserRole.class)
        .setParameter("scope", scope.code())
        .setParameter("target", target)
        .getResultList();
  }

  @Override
  public void add(User user) {
    entityManager.persist(user);
    entityManager.flush();
  }

  @Override
  public void add(PwjbUser account) {
    entityManager.persist(account);
    entityManager.flush();
  }

  @Override
  public void add(UserRole role) {
    entityManager.persist(role);
  }

  @Override
  public void remove(UserRole role) {
    entityManager.remove(role);
  }

  @Override
  public void removeRolesOn(RoleScope scope, long target) {
    entityManager
        .createQuery("delete from UserRole r where r.scope = :scope and r.target = :target")
        .setParameter("scope", scope.code())
        .setParameter("target", target)
        .executeUpdate();
  }
}
