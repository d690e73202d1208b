package tech.powerjob.domain.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The stored users with their built-in accounts and roles. */
public interface Users {
  Optional<User> find(long id);

  Optional<User> findByUsername(String username);

  /** Those of the users with these ids that exist, in no order. */
  List<User> findAll(Collection<Long> ids);

  Optional<PwjbUser> findAccount(String username);

  /** All users, by id. */
  List<User> findAll();

  /** All roles of a user. */
  List<UserRole> rolesOf(long userId);

  /** All roles held on one object. */
  List<UserRole> rolesOn(RoleScope scope, long target);

  /** Stores a new user and gives it its id. */
  void add(User user);

  /** Stores a new account and gives it its id. */
  void add(PwjbUser account);

  void add(UserRole role);

  void remove(UserRole role);

  /** Removes all roles held on one object. */
  void removeRolesOn(RoleScope scope, long target);
}
