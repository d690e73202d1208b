package tech.powerjob.server.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.LegacyPassword;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.Users;

/**
 * The users: who they are and what they may do. Look-ups may be {@link #FRESHNESS} behind what
 * another server has changed. Thread-safe.
 */
@ApplicationScoped
public class UserAccounts {
  /** How long this server may go on with what it has read. */
  static final Duration FRESHNESS = Duration.ofSeconds(3);

  private final Users users;
  private final PasswordUpgrades upgrades;
  private final Clock clock;
  private final PasswordChecks passwordChecks = new PasswordChecks();
  private final ShortMemory<Long, UserIdentity> byId = new ShortMemory<>();

  /** For the proxy. */
  protected UserAccounts() {
    this(null, null, null);
  }

  @Inject
  public UserAccounts(Users users, PasswordUpgrades upgrades) {
    this(users, upgrades, Clock.systemUTC());
  }

  UserAccounts(Users users, PasswordUpgrades upgrades, Clock clock) {
    this.users = users;
    this.upgrades = upgrades;
    this.clock = clock;
  }

  /**
   * Lets a user of the built-in accounts in.
   *
   * @throws PowerJobException with code {@link ErrorCodes#USER_NOT_EXIST}, {@link
   *     ErrorCodes#INCORRECT_PASSWORD} or {@link ErrorCodes#USER_DISABLED}
   */
  public UserIdentity login(String username, String password) {
    var account = checkPassword(username, password);
    var user =
        users
            .findByUsername(PwjbUser.ACCOUNT_TYPE + "_" + account.username())
            .orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_EXIST, null));
    if (!user.enabled()) {
      throw new PowerJobException(ErrorCodes.USER_DISABLED, null);
    }
    return identity(user);
  }

  /**
   * As {@link #requirePassword}; what PowerJob stored is replaced by a modern hash.
   *
   * @throws PowerJobException as there
   */
  public PwjbUser checkPassword(String username, String password) {
    var account = requirePassword(username, password);
    upgrades.user(account.username(), account.passwordHash(), password);
    return account;
  }

  /**
   * The account of this name, if the password is its own.
   *
   * @throws PowerJobException with code {@link ErrorCodes#USER_NOT_EXIST} or {@link
   *     ErrorCodes#INCORRECT_PASSWORD}
   */
  PwjbUser requirePassword(String username, String password) {
    var account =
        users
            .findAccount(username)
            .orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_EXIST, null));
    boolean right =
        passwordChecks.matches(
            account.passwordHash(),
            password,
            clock.instant(),
            (stored, given) -> LegacyPassword.isOfUser(account.username(), stored, given));
    if (!right) {
      var wrong = new PowerJobException("password is incorrect");
      wrong.setCode(ErrorCodes.INCORRECT_PASSWORD.getCode());
      throw wrong;
    }
    return account;
  }

  public Optional<UserIdentity> find(long userId) {
    var now = clock.instant();
    var known = byId.recall(userId, now);
    if (known.isPresent()) {
      return known;
    }
    var read = users.find(userId).map(this::identity);
    read.ifPresent(user -> byId.remember(userId, user, now, FRESHNESS));
    return read;
  }

  /** Reads everybody anew from now on; roles or passwords have changed here. */
  void forgetAll() {
    byId.forgetAll();
  }

  /** A user as they are stored at this moment. */
  UserIdentity identity(User user) {
    var account =
        PwjbUser.ACCOUNT_TYPE.equals(user.accountType())
            ? users.findAccount(user.originUsername())
            : Optional.<PwjbUser>empty();
    return new UserIdentity(
        user.id(),
        user.username(),
        user.showName(),
        user.phone(),
        user.email(),
        user.webHook(),
        user.extra(),
        user.enabled(),
        account.map(PwjbUser::passwordHash).orElse(""),
        account.map(PwjbUser::mustChange).orElse(false),
        user.tokenGeneration(),
        Grants.of(users.rolesOf(user.id())));
  }
}
