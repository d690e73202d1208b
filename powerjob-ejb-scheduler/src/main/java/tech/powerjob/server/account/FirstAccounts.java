package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;

/** Writes the accounts of a new database, each in a transaction of its own. */
@ApplicationScoped
public class FirstAccounts {
  /** Name of the first administrator. */
  static final String ADMIN = "ADMIN";

  private final Namespaces namespaces;
  private final Users users;

  /** For the proxy. */
  protected FirstAccounts() {
    this(null, null);
  }

  @Inject
  public FirstAccounts(Namespaces namespaces, Users users) {
    this.namespaces = namespaces;
    this.users = users;
  }

  boolean namespaceExists() {
    return namespaces.findByCode(Namespace.DEFAULT_CODE).isPresent();
  }

  boolean adminExists() {
    return users.findAccount(ADMIN).isPresent();
  }

  /** Fails on the unique key if there is one. */
  @Transactional(TxType.REQUIRES_NEW)
  public void createNamespace(Instant now) {
    namespaces.add(new Namespace(Namespace.DEFAULT_CODE, Namespace.DEFAULT_CODE, null, now));
  }

  /**
   * Fails on the unique key if there is one.
   *
   * @param mustChange whether the administrator must change the password before anything else
   */
  @Transactional(TxType.REQUIRES_NEW)
  public void createAdmin(String password, boolean mustChange, Instant now) {
    var account = new PwjbUser(ADMIN, password, now);
    if (mustChange) {
      account.requireChange();
    }
    users.add(account);
    var user = new User(account, now);
    users.add(user);
    users.add(new UserRole(user.id(), Role.ADMIN, RoleScope.GLOBAL, UserRole.GLOBAL_TARGET, now));
  }
}
