package tech.powerjob.server.auth.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.ProviderCalls;
import tech.powerjob.server.auth.ThirdPartyLoginService;
import tech.powerjob.server.auth.ThirdPartyUser;

/**
 * Login with a provider of OpenID Connect. The browser brings a code, which this server exchanges
 * for an ID token; nothing that comes by way of the browser is believed. Thread-safe.
 */
@ApplicationScoped
public class OidcLogin implements ThirdPartyLoginService {
  /** Login type of these users. */
  public static final String TYPE = "OIDC";

  private static final Duration FRESHNESS = Duration.ofHours(1);

  private record Known(OidcProvider provider, Instant until) {}

  private final Optional<OidcSettings> settings;
  private final Clock clock;
  private final ProviderCalls calls = new ProviderCalls();
  private volatile Known known;

  /** For the proxy. */
  protected OidcLogin() {
    this(Optional.empty(), null);
  }

  @Inject
  public OidcLogin(Settings settings) {
    this(OidcSettings.of(settings), Clock.systemUTC());
  }

  OidcLogin(Optional<OidcSettings> settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String name() {
    return settings.map(OidcSettings::displayName).orElse(TYPE);
  }

  @Override
  public boolean isAvailable() {
    return settings.isPresent();
  }

  @Override
  public String begin(LoginAttempt attempt) {
    var configured = settings.orElseThrow();
    var query = new LinkedHashMap<String, String>();
    query.put("response_type", "code");
    query.put("client_id", configured.clientId());
    query.put("redirect_uri", configured.redirectUri().toString());
    query.put("scope", configured.scopes());
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", challenge(attempt.verifier()));
    query.put("code_challenge_method", "S256");
    var base = provider().authorization().toString();
    return base + (base.contains("?") ? "&" : "?") + form(query);
  }

  @Override
  public ThirdPartyUser finish(LoginAttempt attempt, Map<String, String> parameters) {
    var configured = settings.orElseThrow();
    var code = parameters.get("code");
    if (code == null || code.isBlank()) {
      throw new PowerJobException(
          ErrorCodes.USER_AUTH_FAILED, "the login provider has not let you in");
    }
    var provider = provider();
    var answer = exchange(configured, provider, code, attempt.verifier());
    var token = answer.orElse("");
    return user(configured, provider.verify(token, configured, attempt.nonce()));
  }

  private Optional<String> exchange(
      OidcSettings configured, OidcProvider provider, String code, String verifier) {
    var form = new LinkedHashMap<String, String>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", configured.redirectUri().toString());
    form.put("code_verifier", verifier);
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    if (configured.clientSecret().isPresent() && provider.basic()) {
      var pair =
          encode(configured.clientId()) + ":" + encode(configured.clientSecret().orElseThrow());
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    } else {
      form.put("client_id", configured.clientId());
      configured.clientSecret().ifPresent(secret -> form.put("client_secret", secret));
    }
    URI endpoint = provider.token();
    return Optional.ofNullable(
        calls.post(endpoint, headers, form(form)).path("id_token").asText(null));
  }

  private static ThirdPartyUser user(OidcSettings configured, JWTClaimsSet claims) {
    var name =
        text(claims, configured.nameClaim())
            .orElseThrow(
                () ->
                    new PowerJobException(
                        ErrorCodes.USER_AUTH_FAILED,
                        "the login provider says nothing in the claim " + configured.nameClaim()));
    var profile =
        new UserProfile(
            text(claims, "name").or(() -> text(claims, "preferred_username")).orElse(null),
            text(claims, "phone_number").orElse(null),
            text(claims, "email").orElse(null),
            null,
            null);
    return new ThirdPartyUser(
        name, profile, configured.groupsClaim().map(claim -> groups(claims, claim)));
  }

  private static Optional<String> text(JWTClaimsSet claims, String claim) {
    return claims.getClaim(claim) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static Set<String> groups(JWTClaimsSet claims, String claim) {
    var value = claims.getClaim(claim);
    return value instanceof Collection<?> several
        ? several.stream().map(String::valueOf).collect(Collectors.toSet())
        : text(claims, claim).map(Set::of).orElse(Set.of());
  }

  /** Asked at the first login, not at the start: the provider may be away then. */
  private OidcProvider provider() {
    var now = clock.instant();
    var present = known;
    if (present == null || !present.until().isAfter(now)) {
      present =
          new Known(OidcProvider.discover(settings.orElseThrow(), calls), now.plus(FRESHNESS));
      known = present;
    }
    return present.provider();
  }

  static String challenge(String verifier) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
