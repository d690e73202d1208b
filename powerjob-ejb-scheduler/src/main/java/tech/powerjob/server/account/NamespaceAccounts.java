package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.audit.AuditLog;

/** What users do with namespaces. Thread-safe. */
@ApplicationScoped
public class NamespaceAccounts {
  private final Namespaces namespaces;
  private final Apps apps;
  private final Users users;
  private final UserAccounts accounts;
  private final AuditLog audit;
  private final Clock clock;

  /** For the proxy. */
  protected NamespaceAccounts() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public NamespaceAccounts(
      Namespaces namespaces, Apps apps, Users users, UserAccounts accounts, AuditLog audit) {
    this(namespaces, apps, users, accounts, audit, Clock.systemUTC());
  }

  NamespaceAccounts(
      Namespaces namespaces,
      Apps apps,
      Users users,
      UserAccounts accounts,
      AuditLog audit,
      Clock clock) {
    this.namespaces = namespaces;
    this.apps = apps;
    this.users = users;
    this.accounts = accounts;
    this.audit = audit;
    this.clock = clock;
  }

  /** All namespaces, by id. */
  public List<Namespace> findAll() {
    return namespaces.findAll();
  }

  /** Who holds which role on the namespace itself; every role is a key. */
  public Map<Role, List<Long>> rolesOn(long namespaceId) {
    return RoleHolders.of(users, RoleScope.NAMESPACE, namespaceId);
  }

  /**
   * Makes a namespace, whose administrator the user becomes, or changes one.
   *
   * @throws PowerJobException naming field and rule when something is wrong with the request, or
   *     with code {@link ErrorCodes#NO_PERMISSION} when the user may not do that
   */
  @Transactional
  public Namespace save(SaveNamespace request, long userId, Grants grants) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (request.id() == null) {
      return create(request, userId, now);
    }
    var namespace = require(request.id());
    require(grants, Permission.WRITE, namespace);
    if (request.code() != null && !request.code().equals(namespace.code())) {
      throw new PowerJobException("NOT_ALLOW_CHANGE_THE_NAMESPACE_CODE");
    }
    var before = state(namespace);
    describe(namespace, request);
    namespace.modifiedBy(userId, now);
    if (request.roles() != null && !request.roles().equals(rolesOn(namespace.id()))) {
      // A developer may change the namespace but not make themselves its administrator.
      require(grants, Permission.SU, namespace);
      RoleHolders.replace(users, RoleScope.NAMESPACE, namespace.id(), request.roles(), now);
      accounts.forgetAll();
    }
    audit.changed("namespace.edit", "namespace", namespace.id(), null, before, state(namespace));
    return namespace;
  }

  private Namespace create(SaveNamespace request, long userId, Instant now) {
    var namespace = new Namespace(request.code(), request.name(), userId, now);
    describe(namespace, request);
    if (namespaces.findByCode(namespace.code()).isPresent()) {
      throw alreadyExists(namespace);
    }
    try {
      namespaces.add(namespace);
    } catch (PersistenceException e) {
      throw alreadyExists(namespace); // Somebody was faster; the unique key says so.
    }
    var roles = new EnumMap<Role, List<Long>>(Role.class);
    roles.putAll(request.roles() == null ? Map.of() : request.roles());
    var admins = new TreeSet<>(roles.getOrDefault(Role.ADMIN, List.of()));
    admins.add(userId);
    roles.put(Role.ADMIN, List.copyOf(admins));
    RoleHolders.replace(users, RoleScope.NAMESPACE, namespace.id(), roles, now);
    accounts.forgetAll();
    audit.changed("namespace.create", "namespace", namespace.id(), null, null, state(namespace));
    return namespace;
  }

  /**
   * Deletes a namespace without applications.
   *
   * @throws PowerJobException if it has some, or the user may not, or it does not exist
   */
  @Transactional
  public void delete(long namespaceId, Grants grants) {
    var namespace = require(namespaceId);
    require(grants, Permission.SU, namespace);
    var inside =
        apps.findAll().stream()
            .filter(app -> namespace.id().equals(app.namespaceId()))
            .map(App::name)
            .collect(Collectors.joining(","));
    if (!inside.isEmpty()) {
      throw new PowerJobException("Unable to delete due to associated apps: " + inside);
    }
    audit.changed("namespace.delete", "namespace", namespaceId, null, state(namespace), null);
    users.removeRolesOn(RoleScope.NAMESPACE, namespaceId);
    namespaces.remove(namespace);
    accounts.forgetAll();
  }

  private static void describe(Namespace namespace, SaveNamespace request) {
    var name = request.name() == null || request.name().isBlank() ? request.code() : request.name();
    namespace.describe(
        name == null ? namespace.name() : name, request.dept(), request.tags(), request.extra());
  }

  private Namespace require(long id) {
    return namespaces
        .find(id)
        .orElseThrow(
            () ->
                new PowerJobException(
                    ErrorCodes.ILLEGAL_ARGS_ERROR, "no namespace has the id " + id));
  }

  private static void require(Grants grants, Permission permission, Namespace namespace) {
    if (!grants.allowsOnNamespace(permission, namespace.id())) {
      var denied = new PowerJobException("Permission denied!");
      denied.setCode(ErrorCodes.NO_PERMISSION.getCode());
      throw denied;
    }
  }

  private static PowerJobException alreadyExists(Namespace namespace) {
    return new PowerJobException(
        ErrorCodes.ILLEGAL_ARGS_ERROR, "Namespace[" + namespace.code() + "] already exists");
  }

  /** For the audit log. */
  private Map<String, Object> state(Namespace namespace) {
    var state = new HashMap<String, Object>();
    state.put("code", namespace.code());
    state.put("name", namespace.name());
    state.put("dept", namespace.dept());
    state.put("tags", namespace.tags());
    state.put("extra", namespace.extra());
    state.put("roles", rolesOn(namespace.id()));
    return state;
  }
}
