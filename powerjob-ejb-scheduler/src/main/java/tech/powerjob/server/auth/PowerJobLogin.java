package tech.powerjob.server.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserProfile;

/** The built-in accounts: name and password, checked here. Thread-safe. */
@ApplicationScoped
public class PowerJobLogin implements ThirdPartyLoginService {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What the credentials are; whether a password is encrypted is said and ignored. */
  public record Credentials(String username, String password) {
    /**
     * Reads credentials.
     *
     * @throws PowerJobException if something is missing
     */
    public static Credentials of(String json) {
      try {
        var credentials = json == null ? null : JSON.readValue(json, Credentials.class);
        if (credentials == null
            || credentials.username() == null
            || credentials.password() == null) {
          throw new PowerJobException(
              ErrorCodes.INVALID_REQUEST, "originParams needs username and password");
        }
        return credentials;
      } catch (JsonProcessingException e) {
        // The text holds the password, and so does the parser's message: neither is passed on.
        throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "originParams is no JSON object");
      }
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "Credentials[username=" + username + "]";
    }
  }

  private final UserAccounts accounts;

  /** For the proxy. */
  protected PowerJobLogin() {
    this(null);
  }

  @Inject
  public PowerJobLogin(UserAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public String type() {
    return PwjbUser.ACCOUNT_TYPE;
  }

  @Override
  public String name() {
    return "PowerJob Account";
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public String begin(LoginAttempt attempt) {
    return "FE-REDIRECT:powerjobLogin";
  }

  @Override
  public ThirdPartyUser finish(LoginAttempt attempt, Map<String, String> parameters) {
    throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "this login type has no callback");
  }

  @Override
  public ThirdPartyUser direct(String originParams) {
    var credentials = Credentials.of(originParams);
    accounts.checkPassword(credentials.username(), credentials.password());
    return new ThirdPartyUser(credentials.username(), UserProfile.EMPTY, Optional.empty());
  }
}
