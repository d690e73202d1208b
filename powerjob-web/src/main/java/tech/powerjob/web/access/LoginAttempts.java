package tech.powerjob.web.access;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.SigningSecret;
import tech.powerjob.server.auth.LoginAttempt;

/**
 * Logins that go by way of another server. What is to be remembered meanwhile is kept by the
 * browser, in a cookie that only the servers of this database can read or make: so any of them may
 * finish what another has begun, and who comes back must be the browser that left. Thread-safe.
 */
@ApplicationScoped
public class LoginAttempts {
  /** The cookie. */
  public static final String COOKIE = "POWERJOB_LOGIN";

  /** How long a person may take elsewhere. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Supplier<byte[]> secret;
  private final Clock clock;

  /** For the proxy. */
  protected LoginAttempts() {
    this((Supplier<byte[]>) null, null);
  }

  @Inject
  public LoginAttempts(SigningSecret secret) {
    this(() -> secret.get(), Clock.systemUTC());
  }

  LoginAttempts(Supplier<byte[]> secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /**
   * A new attempt.
   *
   * @param type login type
   * @param zone time zone of the browser, may be {@code null}
   */
  public LoginAttempt begin(String type, String zone) {
    return new LoginAttempt(
        type, type + "-" + random(), random(), random(), zone, clock.instant().plus(LIFE));
  }

  /** The value of the cookie for an attempt. */
  public String seal(LoginAttempt attempt) {
    var claims =
        new JWTClaimsSet.Builder()
            .claim("type", attempt.type())
            .claim("state", attempt.state())
            .claim("nonce", attempt.nonce())
            .claim("verifier", attempt.verifier())
            .claim("zone", attempt.zone())
            .expirationTime(Date.from(attempt.until()))
            .build();
    try {
      var sealed =
          new EncryptedJWT(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), claims);
      sealed.encrypt(new DirectEncrypter(key()));
      return sealed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot encrypt a login attempt", e);
    }
  }

  /**
   * The attempt with which the browser comes back.
   *
   * @param sealed value of the cookie, may be {@code null}
   * @param state what the provider handed back, may be {@code null}
   * @throws PowerJobException if this browser has begun none, or another one, or too long ago
   */
  public LoginAttempt open(String sealed, String state) {
    if (sealed == null || state == null) {
      throw refused("this login was not begun in this browser");
    }
    try {
      var jwt = EncryptedJWT.parse(sealed);
      if (!JWEAlgorithm.DIR.equals(jwt.getHeader().getAlgorithm())) {
        throw refused("this login was not begun here");
      }
      jwt.decrypt(new DirectDecrypter(key()));
      var claims = jwt.getJWTClaimsSet();
      if (!claims.getExpirationTime().toInstant().isAfter(clock.instant())) {
        throw refused("this login took too long, please begin again");
      }
      var attempt =
          new LoginAttempt(
              claims.getStringClaim("type"),
              claims.getStringClaim("state"),
              claims.getStringClaim("nonce"),
              claims.getStringClaim("verifier"),
              claims.getStringClaim("zone"),
              claims.getExpirationTime().toInstant());
      boolean same =
          MessageDigest.isEqual(
              attempt.state().getBytes(StandardCharsets.UTF_8),
              state.getBytes(StandardCharsets.UTF_8));
      if (!same) {
        throw refused("this login was not begun in this browser");
      }
      return attempt;
    } catch (ParseException | JOSEException e) {
      throw refused("this login was not begun here");
    }
  }

  private static PowerJobException refused(String reason) {
    return new PowerJobException(ErrorCodes.USER_AUTH_FAILED, reason);
  }

  /** Another key than that of tokens, made of the same secret. */
  private byte[] key() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get(), "HmacSHA256"));
      return mac.doFinal("login attempts".getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static String random() {
    var bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
