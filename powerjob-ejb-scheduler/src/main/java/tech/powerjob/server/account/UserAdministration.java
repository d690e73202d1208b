package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.audit.AuditLog;

/** What is done to users, by themselves and by administrators. Thread-safe. */
@ApplicationScoped
public class UserAdministration {
  private static final String ONE_ADMIN = "At least one super administrator is required!";

  private final Users users;
  private final UserAccounts accounts;
  private final AuditLog audit;
  private final Clock clock;
  private final InitialPasswordFile initialPassword;

  /** For the proxy. */
  protected UserAdministration() {
    this(null, null, null, null, null);
  }

  @Inject
  public UserAdministration(Users users, UserAccounts accounts, AuditLog audit, Settings settings) {
    this(users, accounts, audit, Clock.systemUTC(), new InitialPasswordFile(settings.dataDir()));
  }

  UserAdministration(
      Users users,
      UserAccounts accounts,
      AuditLog audit,
      Clock clock,
      InitialPasswordFile initialPassword) {
    this.users = users;
    this.accounts = accounts;
    this.audit = audit;
    this.clock = clock;
    this.initialPassword = initialPassword;
  }

  /**
   * Makes a built-in account and its user, who may do nothing yet. Who may make one is for the
   * caller to check.
   *
   * @throws PowerJobException if name or password break a rule, or the name is taken
   */
  @Transactional
  public User create(String username, String password, UserProfile profile) {
    require("userName", username);
    require("password", password);
    var now = now();
    var account = new PwjbUser(username, password, now);
    if (users.findAccount(username).isPresent()) {
      throw taken();
    }
    var user = new User(account, now);
    describe(user, profile, now);
    try {
      users.add(account);
      users.add(user);
    } catch (PersistenceException e) {
      throw taken(); // Somebody was faster; the unique key says so.
    }
    audit.changed("user.create", "user", user.id(), null, null, state(user));
    return user;
  }

  private static PowerJobException taken() {
    return new PowerJobException("username already exist, please change one!");
  }

  private static void require(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new PowerJobException(field + " can't be null or empty!");
    }
  }

  /**
   * Changes the password of a built-in account; all its sessions and tokens end.
   *
   * @throws PowerJobException if the old password is wrong or the new one breaks a rule
   */
  @Transactional
  public void changePassword(String username, String oldPassword, String newPassword) {
    var account = accounts.requirePassword(username, Objects.requireNonNullElse(oldPassword, ""));
    if (Objects.equals(oldPassword, newPassword)) {
      throw new PowerJobException("the new password must differ from the old one");
    }
    account.changePassword(newPassword, now());
    users
        .findByUsername(PwjbUser.ACCOUNT_TYPE + "_" + username)
        .ifPresent(user -> audit.changed("user.password", "user", user.id(), null, null, null));
    accounts.forgetAll();
  }

  /**
   * Gives a built-in account another password, for somebody who has lost theirs; all its sessions
   * and tokens end, and the user has to choose their own password before anything else.
   *
   * @throws PowerJobException if the caller is no global administrator, the password of the user is
   *     not kept here, or the new one breaks a rule
   */
  @Transactional
  public void resetPassword(long userId, String newPassword, UserIdentity caller) {
    if (!caller.grants().allowsEverywhere(Permission.SU)) {
      throw denied("Only administrators of everything can reset a password");
    }
    var user = require(userId);
    require("password", newPassword);
    var account =
        Optional.of(user)
            .filter(each -> each.accountType().equals(PwjbUser.ACCOUNT_TYPE))
            .flatMap(each -> users.findAccount(each.originUsername()))
            .orElseThrow(
                () ->
                    new PowerJobException(
                        ErrorCodes.ILLEGAL_ARGS_ERROR,
                        "the password of the user %d is not kept here".formatted(userId)));
    account.changePassword(newPassword, now());
    account.requireChange();
    forgetInitialPassword(user.originUsername());
    accounts.forgetAll();
    audit.changed("user.reset-password", "user", userId, null, null, null);
  }

  /** Deletes the file with the first administrator's password, once that has been changed. */
  public void forgetInitialPassword(String username) {
    if (username.equals(FirstAccounts.ADMIN)) {
      initialPassword.deleteIfPossible();
    }
  }

  /**
   * Changes what is said about a user.
   *
   * @throws PowerJobException if the caller is neither that user nor a global administrator
   */
  @Transactional
  public void modify(long userId, UserProfile profile, UserIdentity caller) {
    var user = own(userId, caller);
    var before = state(user);
    describe(user, profile, now());
    accounts.forgetAll();
    audit.changed("user.modify", "user", userId, null, before, state(user));
  }

  /** As {@link #modify}, but what is blank in the profile is taken away. */
  @Transactional
  public void describe(long userId, UserProfile profile, UserIdentity caller) {
    var user = own(userId, caller);
    var before = state(user);
    user.describeAnew(
        profile.nick(),
        profile.phone(),
        profile.email(),
        profile.webHook(),
        profile.extra(),
        now());
    accounts.forgetAll();
    audit.changed("user.modify", "user", userId, null, before, state(user));
  }

  /** Lets a user in again; conditions as for {@link #modify}. */
  @Transactional
  public void enable(long userId, UserIdentity caller) {
    var user = own(userId, caller);
    var before = state(user);
    user.enable(now());
    accounts.forgetAll();
    audit.changed("user.enable", "user", userId, null, before, state(user));
  }

  /**
   * Keeps a user out and ends all their sessions; conditions as for {@link #modify}.
   *
   * @throws PowerJobException if nobody would be left to administer the rest
   */
  @Transactional
  public void disable(long userId, UserIdentity caller) {
    var user = own(userId, caller);
    var admins = globalAdmins();
    if (admins.contains(userId) && enabled(admins).stream().allMatch(id -> id == userId)) {
      throw new PowerJobException(ONE_ADMIN);
    }
    var before = state(user);
    user.disable(now());
    accounts.forgetAll();
    audit.changed("user.disable", "user", userId, null, before, state(user));
  }

  /** Ends all sessions and tokens of a user, who may log in again; conditions as above. */
  @Transactional
  public void endSessions(long userId, UserIdentity caller) {
    own(userId, caller).endSessions(now());
    accounts.forgetAll();
    audit.changed("user.end-sessions", "user", userId, null, null, null);
  }

  private User own(long userId, UserIdentity caller) {
    if (caller.id() != userId && !caller.grants().allowsEverywhere(Permission.SU)) {
      throw denied("Only the administrator and account owner can modify the account");
    }
    return require(userId);
  }

  private User require(long userId) {
    return users
        .find(userId)
        .orElseThrow(
            () ->
                new PowerJobException(
                    ErrorCodes.ILLEGAL_ARGS_ERROR, "no user has the id " + userId));
  }

  private static PowerJobException denied(String text) {
    var denied = new PowerJobException(text);
    denied.setCode(ErrorCodes.NO_PERMISSION.getCode());
    return denied;
  }

  /** Ids of the global administrators, in order. */
  public List<Long> globalAdmins() {
    return users.rolesOn(RoleScope.GLOBAL, UserRole.GLOBAL_TARGET).stream()
        .filter(role -> role.role() == Role.ADMIN)
        .map(UserRole::userId)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Makes these users global administrators, and nobody else. Who may do so is for the caller to
   * check.
   *
   * @throws PowerJobException if one of them does not exist, or none of them can log in
   */
  @Transactional
  public void setGlobalAdmins(Collection<Long> userIds) {
    var wanted = new LinkedHashSet<>(userIds == null ? List.<Long>of() : userIds);
    wanted.remove(null);
    RoleHolders.requireKnown(users, wanted);
    if (enabled(wanted).isEmpty()) {
      throw new PowerJobException(ONE_ADMIN);
    }
    var before = globalAdmins();
    for (var role : users.rolesOn(RoleScope.GLOBAL, UserRole.GLOBAL_TARGET)) {
      if (role.role() == Role.ADMIN && !wanted.contains(role.userId())) {
        users.remove(role);
      }
    }
    var now = now();
    wanted.stream()
        .filter(id -> !before.contains(id))
        .forEach(
            id ->
                users.add(
                    new UserRole(id, Role.ADMIN, RoleScope.GLOBAL, UserRole.GLOBAL_TARGET, now)));
    accounts.forgetAll();
    audit.changed(
        "server.admins",
        "server",
        null,
        null,
        Map.of("admins", before),
        Map.of("admins", wanted.stream().sorted().toList()));
  }

  private Set<Long> enabled(Collection<Long> ids) {
    var enabled = new LinkedHashSet<Long>();
    users.findAll(ids).stream().filter(User::enabled).map(User::id).forEach(enabled::add);
    return enabled;
  }

  /**
   * The user.
   *
   * @throws PowerJobException if there is none of this id
   */
  public User get(long userId) {
    return users
        .find(userId)
        .orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_EXIST, null));
  }

  /** All users, by id. */
  public List<User> findAll() {
    return users.findAll();
  }

  /** All roles that a user holds. */
  public List<UserRole> rolesOf(long userId) {
    return users.rolesOf(userId);
  }

  /** What the user may do, as it is stored at this moment. */
  public Grants grantsOf(long userId) {
    return Grants.of(users.rolesOf(userId));
  }

  private static void describe(User user, UserProfile profile, Instant now) {
    user.describe(
        profile.nick(), profile.phone(), profile.email(), profile.webHook(), profile.extra(), now);
  }

  /** For the audit log. */
  private static Map<String, Object> state(User user) {
    var state = new HashMap<String, Object>();
    state.put("username", user.username());
    state.put("nick", user.nick());
    state.put("phone", user.phone());
    state.put("email", user.email());
    state.put("webHook", user.webHook());
    state.put("extra", user.extra());
    state.put("enabled", user.enabled());
    return state;
  }

  /** In milliseconds, as columns keep it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
