package tech.powerjob.server.auth.dingtalk;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.ProviderCalls;
import tech.powerjob.server.auth.ThirdPartyLoginService;
import tech.powerjob.server.auth.ThirdPartyUser;

/**
 * Login with DingTalk: the browser brings a code, which this server exchanges for a token of the
 * person, with which it asks who that is. Users are named by their {@code unionId}. Thread-safe.
 */
@ApplicationScoped
public class DingTalkLogin implements ThirdPartyLoginService {
  /** Login type of these users. */
  public static final String TYPE = "DING";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Optional<String> appKey;
  private final Optional<String> appSecret;
  private final Optional<String> callbackUrl;
  private final String loginUrl;
  private final String apiUrl;
  private final ProviderCalls calls = new ProviderCalls();

  /** For the proxy. */
  protected DingTalkLogin() {
    this(Settings.from(key -> Optional.empty()));
  }

  @Inject
  public DingTalkLogin(Settings settings) {
    appKey = settings.find("powerjob.auth.dingtalk.app-key");
    appSecret = settings.find("powerjob.auth.dingtalk.app-secret");
    callbackUrl = settings.find("powerjob.auth.dingtalk.callback-url");
    loginUrl =
        settings.text("powerjob.auth.dingtalk.login-url", "https://login.dingtalk.com/oauth2/auth");
    apiUrl = settings.text("powerjob.auth.dingtalk.api-url", "https://api.dingtalk.com");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String name() {
    return "DingTalk";
  }

  @Override
  public boolean isAvailable() {
    return appKey.isPresent() && appSecret.isPresent() && callbackUrl.isPresent();
  }

  @Override
  public String begin(LoginAttempt attempt) {
    return loginUrl
        + "?response_type=code&scope=openid&prompt=consent&client_id="
        + encode(appKey.orElseThrow())
        + "&redirect_uri="
        + encode(callbackUrl.orElseThrow())
        + "&state="
        + encode(attempt.state());
  }

  @Override
  public ThirdPartyUser finish(LoginAttempt attempt, Map<String, String> parameters) {
    var code = parameters.getOrDefault("authCode", parameters.get("code"));
    if (code == null || code.isBlank()) {
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, "DingTalk has not let you in");
    }
    var request =
        JSON.createObjectNode()
            .put("clientId", appKey.orElseThrow())
            .put("clientSecret", appSecret.orElseThrow())
            .put("code", code)
            .put("grantType", "authorization_code");
    var token =
        calls
            .post(
                URI.create(apiUrl + "/v1.0/oauth2/userAccessToken"),
                Map.of("Content-Type", "application/json"),
                request.toString())
            .path("accessToken")
            .asText("");
    var person =
        calls.get(
            URI.create(apiUrl + "/v1.0/contact/users/me"),
            Map.of("x-acs-dingtalk-access-token", token));
    var id = person.path("unionId").asText("");
    if (token.isBlank() || id.isBlank()) {
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, "DingTalk does not say who you are");
    }
    return new ThirdPartyUser(
        id,
        new UserProfile(
            person.path("nick").asText(null),
            person.path("mobile").asText(null),
            person.path("email").asText(null),
            null,
            null),
        Optional.empty());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
