package tech.powerjob.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.EndedTokens;
import tech.powerjob.server.account.SigningSecret;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.account.UserIdentity;

/**
 * Issues and checks tokens: JSON Web Tokens signed with HMAC-SHA256 under the secret that all
 * servers of a database share. A token carries a fingerprint of the stored password, so that a
 * changed password ends it; so does the end of all sessions of a user or all tokens of an
 * application, and a log-out. Thread-safe.
 */
@ApplicationScoped
public class AccessTokens {
  private static final String APP = "app";
  private static final String USER = "user";
  private static final String USE = "use";
  private static final String APP_ID = "appId";
  private static final String USER_ID = "userId";
  private static final String FINGERPRINT = "fp";

  private static final int MAX_CHECKED = 10_000;

  /**
   * A token of an application whose signature and fingerprint were found good.
   *
   * @param credential what the fingerprint was compared with
   * @param until end of the token
   */
  private record Checked(long appId, String credential, Instant until) {}

  /** Only good tokens get in here, so strangers cannot fill it. */
  private final ConcurrentHashMap<String, Checked> checked = new ConcurrentHashMap<>();

  private final Supplier<byte[]> secret;
  private final AppAccounts apps;
  private final UserAccounts users;
  private final EndedTokens ended;
  private final Duration life;
  private final Clock clock;

  /** For the proxy. */
  protected AccessTokens() {
    this((Supplier<byte[]>) null, null, null, null, null, null);
  }

  @Inject
  public AccessTokens(
      SigningSecret secret,
      AppAccounts apps,
      UserAccounts users,
      EndedTokens ended,
      Settings settings) {
    this(() -> secret.get(), apps, users, ended, settings.tokenExpiry(), Clock.systemUTC());
  }

  AccessTokens(
      Supplier<byte[]> secret,
      AppAccounts apps,
      UserAccounts users,
      EndedTokens ended,
      Duration life,
      Clock clock) {
    this.secret = secret;
    this.apps = apps;
    this.users = users;
    this.ended = ended;
    this.life = life;
    this.clock = clock;
  }

  /** A new token of the application. */
  public String issue(AppIdentity app) {
    return sign(claims(APP, app.credential()).claim(APP_ID, app.id()));
  }

  /** A new token of the user. */
  public String issue(UserIdentity user) {
    return sign(claims(USER, user.credential()).claim(USER_ID, user.id()));
  }

  /**
   * The application that makes a call of the OpenAPI.
   *
   * @param claimedId the id that the call claims, as it stands in its header; may be {@code null}
   * @param token its token, may be {@code null}
   * @throws PowerJobException with the code that says what is wrong with either
   */
  public AppIdentity app(String claimedId, String token) {
    if (claimedId == null || claimedId.isBlank()) {
      throw new PowerJobException(ErrorCodes.INVALID_REQUEST, "lack_of_appId_in_header");
    }
    if (token == null || token.isBlank()) {
      throw new PowerJobException(ErrorCodes.OPEN_API_AUTH_FAILED, "token_is_empty");
    }
    var app = app(token);
    if (!String.valueOf(app.id()).equals(claimedId.trim())) {
      throw new PowerJobException(
          ErrorCodes.INVALID_REQUEST, "Inconsistent_appId_from_token_and_header");
    }
    return app;
  }

  /**
   * The application whose token this is.
   *
   * @throws PowerJobException with the code that says what is wrong with it
   */
  public AppIdentity app(String token) {
    var known = checked.get(token);
    if (known != null && known.until().isAfter(clock.instant())) {
      var app = apps.find(known.appId());
      if (app.isPresent() && app.get().credential().equals(known.credential())) {
        return app.get();
      }
    }
    var claims = read(token, APP);
    var app =
        apps.find(number(claims, APP_ID))
            .orElseThrow(() -> new PowerJobException(ErrorCodes.INVALID_APP, "can_not_find_app"));
    if (!isOf(claims, app.credential())) {
      throw new PowerJobException(ErrorCodes.INCORRECT_PASSWORD, null);
    }
    if (checked.size() >= MAX_CHECKED) {
      checked.clear();
    }
    checked.put(
        token, new Checked(app.id(), app.credential(), claims.getExpirationTime().toInstant()));
    return app;
  }

  /**
   * The user whose token this is.
   *
   * @throws PowerJobException with the code that says what is wrong with it
   */
  public UserIdentity user(String token) {
    var claims = read(token, USER);
    var user =
        users
            .find(number(claims, USER_ID))
            .orElseThrow(() -> new PowerJobException(ErrorCodes.USER_NOT_EXIST, null));
    if (!user.enabled()) {
      throw new PowerJobException(ErrorCodes.USER_DISABLED, null);
    }
    if (!isOf(claims, user.credential())) {
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, null);
    }
    if (ended.isEnded(claims.getJWTID())) {
      throw new PowerJobException(ErrorCodes.USER_AUTH_FAILED, "logged out");
    }
    return user;
  }

  /**
   * Ends a token of a user, on all servers within seconds.
   *
   * @throws PowerJobException with the code that says what is wrong with it
   */
  public void end(String token) {
    var claims = read(token, USER);
    ended.end(claims.getJWTID(), claims.getExpirationTime().toInstant());
  }

  /** A keyed digest of a credential; says nothing about it, changes with it. */
  public String fingerprint(String credential) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get(), "HmacSHA256"));
      var digest = mac.doFinal(("password:" + credential).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private JWTClaimsSet.Builder claims(String use, String credential) {
    return new JWTClaimsSet.Builder()
        .subject("PowerJob")
        .jwtID(UUID.randomUUID().toString())
        .expirationTime(Date.from(clock.instant().plus(life)))
        .claim(USE, use)
        .claim(FINGERPRINT, fingerprint(credential));
  }

  private String sign(JWTClaimsSet.Builder claims) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build();
      var token = new SignedJWT(header, claims.build());
      token.sign(new MACSigner(secret.get()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
  }

  private JWTClaimsSet read(String token, String use) {
    try {
      var jwt = SignedJWT.parse(token);
      // Only what we sign with counts, whatever the header claims.
      if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
          || !jwt.verify(new MACVerifier(secret.get()))) {
        throw invalid("JWTVerificationException: the signature is not ours");
      }
      var claims = jwt.getJWTClaimsSet();
      if (!use.equals(claims.getStringClaim(USE))) {
        throw invalid("JWTVerificationException: the token is for another use");
      }
      var end = claims.getExpirationTime();
      if (end == null || !end.toInstant().isAfter(clock.instant())) {
        throw new PowerJobException(ErrorCodes.TOKEN_EXPIRED, "the token ended at " + text(end));
      }
      return claims;
    } catch (ParseException | JOSEException e) {
      throw invalid(e.getClass().getSimpleName() + ": the token cannot be read");
    }
  }

  private boolean isOf(JWTClaimsSet claims, String credential) {
    var carried = String.valueOf(claims.getClaim(FINGERPRINT));
    return MessageDigest.isEqual(
        carried.getBytes(StandardCharsets.UTF_8),
        fingerprint(credential).getBytes(StandardCharsets.UTF_8));
  }

  private static long number(JWTClaimsSet claims, String name) {
    if (claims.getClaim(name) instanceof Number number) {
      return number.longValue();
    }
    throw invalid("JWTVerificationException: the token lacks " + name);
  }

  private static String text(Date end) {
    return String.valueOf(end == null ? null : Instant.ofEpochMilli(end.getTime()));
  }

  private static PowerJobException invalid(String detail) {
    return new PowerJobException(ErrorCodes.INVALID_TOKEN, detail);
  }
}
