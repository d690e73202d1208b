package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.store.JtaWork;

/** Makes users of people whom a way to log in has let in. Thread-safe. */
@ApplicationScoped
public class KnownElsewhere {
  private final Users users;
  private final Apps apps;
  private final Namespaces namespaces;
  private final UserAccounts accounts;
  private final AuditLog audit;
  private final JtaWork transactions;
  private final Clock clock;

  /** For the proxy. */
  protected KnownElsewhere() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public KnownElsewhere(
      Users users,
      Apps apps,
      Namespaces namespaces,
      UserAccounts accounts,
      AuditLog audit,
      JtaWork transactions) {
    this(users, apps, namespaces, accounts, audit, transactions, Clock.systemUTC());
  }

  KnownElsewhere(
      Users users,
      Apps apps,
      Namespaces namespaces,
      UserAccounts accounts,
      AuditLog audit,
      JtaWork transactions,
      Clock clock) {
    this.users = users;
    this.apps = apps;
    this.namespaces = namespaces;
    this.accounts = accounts;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * The user of a person, made at the first login; what is said about them is copied then only.
   *
   * @param type login type
   * @param name name within it
   * @param roles all roles that the login type gives them, which replace those that it gave before;
   *     empty if it gives none and takes none
   */
  public UserIdentity admit(
      String type, String name, UserProfile profile, Optional<List<NamedRole>> roles) {
    try {
      return transactions.call(() -> admitOnce(type, name, profile, roles));
    } catch (RuntimeException e) {
      if (users.findByUsername(type + "_" + name).isEmpty()) {
        throw e;
      }
      // Somebody was faster: the same person, in another browser.
      return transactions.call(() -> admitOnce(type, name, profile, roles));
    }
  }

  private UserIdentity admitOnce(
      String type, String name, UserProfile profile, Optional<List<NamedRole>> roles) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var user =
        users.findByUsername(type + "_" + name).orElseGet(() -> create(type, name, profile, now));
    roles.ifPresent(wanted -> replaceRoles(user, type, wanted, now));
    return accounts.identity(user);
  }

  private User create(String type, String name, UserProfile profile, Instant now) {
    var user = new User(type, name, now);
    user.describe(
        profile.nick(), profile.phone(), profile.email(), profile.webHook(), profile.extra(), now);
    users.add(user);
    audit.changed(
        "user.create", "user", user.id(), null, null, Map.of("username", user.username()));
    return user;
  }

  /** Roles that people gave here stay; those that the login type gave follow it. */
  private void replaceRoles(User user, String type, List<NamedRole> wanted, Instant now) {
    var held = users.rolesOf(user.id());
    var missing = new ArrayList<UserRole>();
    for (var role : wanted) {
      target(role)
          .ifPresent(
              target ->
                  missing.add(new UserRole(user.id(), role.role(), role.scope(), target, now)));
    }
    boolean changed = false;
    for (var role : held) {
      boolean kept = missing.removeIf(other -> same(role, other));
      if (!kept && type.equals(role.givenBy())) {
        users.remove(role);
        changed = true;
        audit.changed("user.role-lost", "user", user.id(), null, state(role), null);
      }
    }
    for (var role : missing) {
      role.given(type);
      users.add(role);
      changed = true;
      audit.changed("user.role-given", "user", user.id(), null, null, state(role));
    }
    if (changed) {
      accounts.forgetAll();
    }
  }

  private static boolean same(UserRole a, UserRole b) {
    return a.scope() == b.scope() && a.target() == b.target() && a.role() == b.role();
  }

  private Optional<Long> target(NamedRole role) {
    if (role.scope() == RoleScope.GLOBAL) {
      return Optional.of(UserRole.GLOBAL_TARGET);
    }
    return role.scope() == RoleScope.APP
        ? apps.findByName(role.target()).map(app -> app.id())
        : namespaces.findByCode(role.target()).map(namespace -> namespace.id());
  }

  private static Map<String, Object> state(UserRole role) {
    return Map.of("role", role.role(), "scope", role.scope(), "target", role.target());
  }
}
