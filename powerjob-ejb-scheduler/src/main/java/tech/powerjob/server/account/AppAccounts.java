package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.LegacyPassword;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.audit.AuditLog;

/**
 * The applications: who they are, whether a password is theirs, and how they come to be. Look-ups
 * may be {@link #FRESHNESS} behind what another server has changed. Thread-safe.
 */
@ApplicationScoped
public class AppAccounts {
  /** How long this server may go on with what it has read. */
  static final Duration FRESHNESS = Duration.ofSeconds(3);

  private final Apps apps;
  private final Namespaces namespaces;
  private final Users users;
  private final UserAccounts userAccounts;
  private final PasswordUpgrades upgrades;
  private final AuditLog audit;
  private final Clock clock;
  private final PasswordChecks passwordChecks = new PasswordChecks();
  private final ShortMemory<String, AppIdentity> byName = new ShortMemory<>();
  private final ShortMemory<Long, AppIdentity> byId = new ShortMemory<>();

  /** For the proxy. */
  protected AppAccounts() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public AppAccounts(
      Apps apps,
      Namespaces namespaces,
      Users users,
      UserAccounts userAccounts,
      PasswordUpgrades upgrades,
      AuditLog audit) {
    this(apps, namespaces, users, userAccounts, upgrades, audit, Clock.systemUTC());
  }

  AppAccounts(
      Apps apps,
      Namespaces namespaces,
      Users users,
      UserAccounts userAccounts,
      PasswordUpgrades upgrades,
      AuditLog audit,
      Clock clock) {
    this.apps = apps;
    this.namespaces = namespaces;
    this.users = users;
    this.userAccounts = userAccounts;
    this.upgrades = upgrades;
    this.audit = audit;
    this.clock = clock;
  }

  /** The id of the application if the password, in plain, is the application's. */
  public Optional<Long> authenticate(String appName, String plainPassword) {
    if (appName == null || plainPassword == null) {
      return Optional.empty();
    }
    return findByName(appName)
        .filter(app -> accepts(app, AppPassword.ofPlain(plainPassword)))
        .map(AppIdentity::id);
  }

  /** Whether the password is the application's. The first check of a password takes its time. */
  public boolean accepts(AppIdentity app, AppPassword password) {
    boolean right =
        passwordChecks.matches(
            app.passwordHash(),
            password.md5(),
            clock.instant(),
            (stored, md5) -> LegacyPassword.isOfApp(stored, password));
    if (right && upgrades.app(app.name(), app.passwordHash(), password)) {
      forget(app.id(), app.name());
    }
    return right;
  }

  /**
   * Lets an application in.
   *
   * @throws PowerJobException with code {@link ErrorCodes#INVALID_APP} or {@link
   *     ErrorCodes#INCORRECT_PASSWORD}
   */
  public AppIdentity login(String appName, AppPassword password) {
    var app =
        findByName(appName)
            .orElseThrow(() -> new PowerJobException(ErrorCodes.INVALID_APP, appName));
    if (!accepts(app, password)) {
      throw new PowerJobException(ErrorCodes.INCORRECT_PASSWORD, null);
    }
    // The check may have replaced what was stored, which tokens are bound to.
    return find(app.id()).orElse(app);
  }

  public Optional<Long> findIdByName(String appName) {
    return findByName(appName).map(AppIdentity::id);
  }

  public Optional<AppIdentity> findByName(String appName) {
    var now = clock.instant();
    return byName
        .recall(appName, now)
        .or(() -> apps.findByName(appName).map(app -> remember(app, now)));
  }

  public Optional<AppIdentity> find(long appId) {
    var now = clock.instant();
    return byId.recall(appId, now).or(() -> apps.find(appId).map(app -> remember(app, now)));
  }

  /** The applications on which the user has the permission, by id. */
  public List<App> findAll(Grants grants, Permission permission) {
    return apps.findAll().stream()
        .filter(app -> grants.allows(permission, app.id(), app.namespaceId()))
        .toList();
  }

  /**
   * Makes an application, whose administrator the user becomes, or changes one.
   *
   * @return the application as stored
   * @throws PowerJobException naming field and rule when something is wrong with the request, or
   *     with code {@link ErrorCodes#NO_PERMISSION} when the user may not do that
   */
  @Transactional
  public App save(SaveApp request, long userId, Grants grants) {
    // What is answered is what will be read again: columns keep milliseconds.
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (request.namespaceId() == null) {
      throw new PowerJobException("namespace can't be empty");
    }
    if (namespaces.find(request.namespaceId()).isEmpty()) {
      throw new PowerJobException(
          ErrorCodes.ILLEGAL_ARGS_ERROR, "no namespace has the id " + request.namespaceId());
    }
    var before =
        request.id() == null ? null : apps.find(request.id()).map(this::state).orElse(null);
    var app = request.id() == null ? create(request, userId, now) : change(request, userId, grants);
    app.describe(request.title(), request.tags(), request.extra());
    app.modifiedBy(userId, now);
    var action = before == null ? "app.create" : "app.edit";
    audit.changed(action, "app", app.id(), app.id(), before, state(app));
    forget(app.id(), app.name());
    return app;
  }

  /** For the audit log; the stored password says whether it was changed and is then left out. */
  private Map<String, Object> state(App app) {
    var state = new HashMap<String, Object>();
    state.put("appName", app.name());
    state.put("title", app.title());
    state.put("namespaceId", app.namespaceId());
    state.put("tags", app.tags());
    state.put("extra", app.extra());
    state.put("password", app.passwordHash());
    state.put("roles", rolesOn(app.id()));
    return state;
  }

  private App create(SaveApp request, long userId, Instant now) {
    var app = new App(request.appName(), request.password(), request.namespaceId(), userId, now);
    if (apps.findByName(app.name()).isPresent()) {
      throw alreadyExists(app);
    }
    try {
      apps.add(app);
    } catch (PersistenceException e) {
      // Somebody was faster; the unique key says so.
      throw alreadyExists(app);
    }
    var roles = new HashMap<>(request.roles() == null ? Map.of() : request.roles());
    var admins = new HashSet<>(roles.getOrDefault(Role.ADMIN, List.of()));
    admins.add(userId);
    roles.put(Role.ADMIN, List.copyOf(admins));
    replaceRoles(app, roles, now);
    return app;
  }

  private App change(SaveApp request, long userId, Grants grants) {
    var app = require(request.id());
    require(grants, Permission.WRITE, app);
    if (request.appName() != null && !request.appName().equals(app.name())) {
      throw new PowerJobException("NOT_ALLOW_CHANGE_THE_APP_NAME");
    }
    if (!request.namespaceId().equals(app.namespaceId())) {
      // Moving hands the application to the administrators of another namespace.
      require(grants, Permission.SU, app);
      app.moveTo(request.namespaceId());
    }
    if (request.password() != null && !request.password().isBlank()) {
      app.changePassword(request.password());
    }
    if (request.roles() != null && !request.roles().equals(rolesOn(app.id()))) {
      // A developer may change the application but not make themselves its administrator.
      require(grants, Permission.SU, app);
      replaceRoles(app, request.roles(), clock.instant());
    }
    return app;
  }

  /** Who holds which role on the application itself; every role is a key. */
  public Map<Role, List<Long>> rolesOn(long appId) {
    return RoleHolders.of(users, RoleScope.APP, appId);
  }

  /** Reads an application anew that was changed past this. */
  public void forget(long appId, String appName) {
    byName.forget(appName);
    byId.forget(appId);
  }

  /**
   * Ends all tokens of an application, as its password is not known to be lost.
   *
   * @throws PowerJobException if the user may not, or there is no such application
   */
  @Transactional
  public void endTokens(long appId, long userId, Grants grants) {
    var app = require(appId);
    require(grants, Permission.SU, app);
    app.endTokens();
    app.modifiedBy(userId, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    forget(appId, app.name());
    audit.changed("app.end-tokens", "app", appId, appId, null, null);
  }

  /** Makes a user an administrator of an application whose password they have shown to know. */
  @Transactional
  public void addAdmin(long appId, long userId) {
    var roles = rolesOn(appId);
    if (!roles.get(Role.ADMIN).contains(userId)) {
      users.add(new UserRole(userId, Role.ADMIN, RoleScope.APP, appId, clock.instant()));
      userAccounts.forgetAll();
      audit.changed("app.become-admin", "app", appId, appId, null, Map.of("admin", userId));
    }
  }

  private App require(long appId) {
    return apps.find(appId)
        .orElseThrow(
            () ->
                new PowerJobException(
                    ErrorCodes.ILLEGAL_ARGS_ERROR, "no application has the id " + appId));
  }

  private void replaceRoles(App app, Map<Role, List<Long>> roles, Instant now) {
    RoleHolders.replace(users, RoleScope.APP, app.id(), roles, now);
    userAccounts.forgetAll();
  }

  private AppIdentity remember(App app, Instant now) {
    var identity = AppIdentity.of(app);
    byName.remember(identity.name(), identity, now, FRESHNESS);
    byId.remember(identity.id(), identity, now, FRESHNESS);
    return identity;
  }

  private static void require(Grants grants, Permission permission, App app) {
    if (!grants.allows(permission, app.id(), app.namespaceId())) {
      throw new PowerJobException(ErrorCodes.NO_PERMISSION, null);
    }
  }

  private static PowerJobException alreadyExists(App app) {
    return new PowerJobException(
        ErrorCodes.ILLEGAL_ARGS_ERROR, "App[" + app.name() + "] already exists");
  }
}
