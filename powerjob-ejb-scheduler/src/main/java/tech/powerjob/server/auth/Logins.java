package tech.powerjob.server.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.KnownElsewhere;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.account.UserProfile;

/** The ways to log in that this server has. Thread-safe. */
@ApplicationScoped
public class Logins {
  @Inject @Any private Instance<ThirdPartyLoginService> services;
  @Inject private KnownElsewhere people;
  @Inject private UserAccounts accounts;
  @Inject private Settings settings;

  /**
   * Looks at the settings of all of them once, at the start, where somebody reads what is wrong.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  public void check() {
    available();
    GroupRoles.parse(settings.find(GroupRoles.KEY).orElse(""));
    settings.registration();
    settings.auditRetention();
  }

  /** Those that are configured, the built-in accounts first. */
  public List<ThirdPartyLoginService> available() {
    return services.stream()
        .filter(ThirdPartyLoginService::isAvailable)
        .sorted(
            Comparator.comparing(
                    (ThirdPartyLoginService each) -> !each.type().equals(PwjbUser.ACCOUNT_TYPE))
                .thenComparing(ThirdPartyLoginService::type))
        .toList();
  }

  /**
   * The way of this type.
   *
   * @throws PowerJobException if there is none
   */
  public ThirdPartyLoginService require(String type) {
    return available().stream()
        .filter(each -> each.type().equals(type))
        .findFirst()
        .orElseThrow(() -> new PowerJobException(ErrorCodes.INVALID_REQUEST, "no such login type"));
  }

  /** Lets in a user of the built-in accounts; as {@link #finish}. */
  public UserIdentity withPassword(String username, String password) {
    accounts.checkPassword(username, password);
    return admit(
        PwjbUser.ACCOUNT_TYPE, new ThirdPartyUser(username, UserProfile.EMPTY, Optional.empty()));
  }

  /** Lets in who shows credentials in the call; as {@link #finish}. */
  public UserIdentity direct(String type, String originParams) {
    return admit(type, require(type).direct(originParams));
  }

  /**
   * Lets in who has come back from elsewhere. At their first login they become a user, without any
   * permission but what their groups give them.
   *
   * @throws PowerJobException if they may not come in
   */
  public UserIdentity finish(LoginAttempt attempt, Map<String, String> parameters) {
    return admit(attempt.type(), require(attempt.type()).finish(attempt, parameters));
  }

  private UserIdentity admit(String type, ThirdPartyUser person) {
    var roles =
        person
            .groups()
            .map(groups -> GroupRoles.parse(settings.find(GroupRoles.KEY).orElse("")).of(groups));
    var user = people.admit(type, person.name(), person.profile(), roles.map(List::copyOf));
    if (!user.enabled()) {
      throw new PowerJobException(ErrorCodes.USER_DISABLED, null);
    }
    return user;
  }

  /** The zone of a browser, if it is one. */
  public static Optional<String> zone(String text) {
    return Optional.ofNullable(text).filter(zone -> zone.matches("[A-Za-z0-9_+/-]{1,64}"));
  }
}
