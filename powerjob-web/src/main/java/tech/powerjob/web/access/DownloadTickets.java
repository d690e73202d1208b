package tech.powerjob.web.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.server.account.SigningSecret;

/**
 * Tickets for addresses that a browser opens by itself, without the headers of a script: each lets
 * its bearer download the log of one instance, for a short time, and do nothing else. Any server of
 * the database takes them. Thread-safe.
 */
@ApplicationScoped
public class DownloadTickets {
  /** How long a ticket is good. */
  public static final Duration LIFE = Duration.ofMinutes(1);

  private final Supplier<byte[]> secret;
  private final Clock clock;

  /** For the proxy. */
  protected DownloadTickets() {
    this((Supplier<byte[]>) null, null);
  }

  @Inject
  public DownloadTickets(SigningSecret secret) {
    this(() -> secret.get(), Clock.systemUTC());
  }

  DownloadTickets(Supplier<byte[]> secret, Clock clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** A ticket for the log of an instance of the application. */
  public String issue(long appId, long instanceId) {
    var what = "%d-%d".formatted(appId, clock.instant().plus(LIFE).toEpochMilli());
    return what + "-" + signature(what, instanceId);
  }

  /**
   * The application whose instance's log may be downloaded.
   *
   * @param ticket may be {@code null}
   * @throws PowerJobException if it is not a ticket for this instance, or not any more
   */
  public long redeem(String ticket, long instanceId) {
    var parts = String.valueOf(ticket).split("-", 3);
    if (parts.length != 3
        || !parts[0].matches("[0-9]{1,18}")
        || !parts[1].matches("[0-9]{1,18}")
        || !matches(parts, instanceId)) {
      throw new PowerJobException(ErrorCodes.INVALID_TOKEN, "this is no ticket for this log");
    }
    if (Instant.ofEpochMilli(Long.parseLong(parts[1])).isBefore(clock.instant())) {
      throw new PowerJobException(ErrorCodes.TOKEN_EXPIRED, "ask for a new address of the log");
    }
    return Long.parseLong(parts[0]);
  }

  private boolean matches(String[] parts, long instanceId) {
    return MessageDigest.isEqual(
        parts[2].getBytes(StandardCharsets.UTF_8),
        signature(parts[0] + "-" + parts[1], instanceId).getBytes(StandardCharsets.UTF_8));
  }

  private String signature(String what, long instanceId) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get(), "HmacSHA256"));
      var text = "download:%s:%d".formatted(what, instanceId);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }
}
