package tech.powerjob.server.alarm.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;
import tech.powerjob.server.store.JsonConverters;

/**
 * POSTs of the alarm's fields, as JSON, to a URL of the user's own. Signed if there is a secret:
 * {@code X-PowerJob-Signature} is {@code sha256=} and the HMAC of timestamp, dot and body in hex
 * digits. Thread-safe.
 */
public final class WebhookChannel implements AlarmChannel {
  private final WebhookTargets targets;
  private final Optional<String> secret;
  private final Clock clock;

  /**
   * Web hooks by these settings.
   *
   * @throws IllegalArgumentException naming key, value and rule
   */
  public WebhookChannel(Settings settings, Clock clock) {
    targets = new WebhookTargets(settings);
    secret = settings.find("powerjob.alarm.webhook.secret");
    this.clock = clock;
  }

  @Override
  public String name() {
    return "webhook";
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public boolean isForAllAtOnce() {
    return false;
  }

  @Override
  public boolean reaches(Receiver receiver) {
    return receiver.webHook() != null;
  }

  @Override
  public void send(Notice notice, List<Receiver> receivers) throws NotSentException {
    var target = targets.of(receivers.get(0).webHook());
    var body = JsonConverters.writeBytes(notice.fields());
    int status;
    try {
      status = WebhookCall.post(target, headers(notice, body), body);
    } catch (IOException e) {
      throw NotSentException.now(reason(e));
    }
    if (status >= 300 && status < 400) {
      throw NotSentException.now(
          "the web hook answered with status %d, but redirects are not followed".formatted(status));
    }
    if (status < 200 || status >= 300) {
      throw NotSentException.now("the web hook answered with status " + status);
    }
  }

  private Map<String, String> headers(Notice notice, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", "PowerJob");
    headers.put("Idempotency-Key", notice.key());
    secret.ifPresent(
        key -> {
          var timestamp = Long.toString(clock.instant().getEpochSecond());
          headers.put("X-PowerJob-Timestamp", timestamp);
          headers.put("X-PowerJob-Signature", "sha256=" + signature(key, timestamp, body));
        });
    return headers;
  }

  private static String signature(String secret, String timestamp, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
      mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM lacks HmacSHA256", e);
    }
  }

  /** Without what the other side said, which is not for everybody who sees the alarm. */
  private static String reason(IOException failure) {
    if (failure instanceof SSLException) {
      return "the web hook's certificate or TLS is not accepted";
    }
    if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return "the web hook cannot be connected to";
    }
    if (failure instanceof SocketTimeoutException) {
      return "the web hook does not answer in time";
    }
    return "the call of the web hook failed: " + failure.getMessage();
  }
}
