package tech.powerjob.domain.account;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Users in memory, with the unique names that the tables have. */
public final class InMemoryUsers implements Users {
  private final InMemoryIds ids = new InMemoryIds();
  private final List<User> users = new ArrayList<>();
  private final List<PwjbUser> accounts = new ArrayList<>();
  private final List<UserRole> roles = new ArrayList<>();

  @Override
  public Optional<User> find(long id) {
    return users.stream().filter(user -> user.id() == id).findAny();
  }

  @Override
  public Optional<User> findByUsername(String username) {
    return users.stream().filter(user -> user.username().equals(username)).findAny();
  }

  @Override
  public List<User> findAll(Collection<Long> ids) {
    return users.stream().filter(user -> ids.contains(user.id())).toList();
  }

  @Override
  public List<User> findAll() {
    return List.copyOf(users);
  }

  @Override
  public Optional<PwjbUser> findAccount(String username) {
    return accounts.stream().filter(each -> each.username().equals(username)).findAny();
  }

  @Override
  public List<UserRole> rolesOf(long userId) {
    return roles.stream().filter(role -> role.userId() == userId).toList();
  }

  @Override
  public List<UserRole> rolesOn(RoleScope scope, long target) {
    return roles.stream().filter(role -> role.scope() == scope && role.target() == target).toList();
  }

  @Override
  public void add(User user) {
    if (findByUsername(user.username()).isPresent()) {
      throw new IllegalStateException("unique key username: " + user.username());
    }
    ids.assign(user);
    users.add(user);
  }

  @Override
  public void add(PwjbUser account) {
    if (findAccount(account.username()).isPresent()) {
      throw new IllegalStateException("unique key username: " + account.username());
    }
    ids.assign(account);
    accounts.add(account);
  }

  @Override
  public void add(UserRole role) {
    ids.assign(role);
    roles.add(role);
  }

  @Override
  public void remove(UserRole role) {
    roles.remove(role);
  }

  @Override
  public void removeRolesOn(RoleScope scope, long target) {
    roles.removeIf(role -> role.scope() == scope && role.target() == target);
  }
}
