package tech.powerjob.server.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.BiPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tech.powerjob.domain.account.LegacyPassword;
import tech.powerjob.domain.account.PasswordHash;

/**
 * Checks secrets against stored hashes and remembers the outcome for a while, since a check is slow
 * on purpose and many workers present the same password at once. What is remembered is a keyed
 * digest of stored hash and secret, under a key of this process: it says nothing to a reader of the
 * memory, and a changed password has another stored hash and so is not found. Thread-safe.
 */
final class PasswordChecks {
  private static final Duration RIGHT = Duration.ofMinutes(10);

  /** Spares the processor when a wrongly configured worker tries again and again. */
  private static final Duration WRONG = Duration.ofSeconds(10);

  private static final String MAC = "HmacSHA256";

  private final SecretKeySpec key;
  private final ShortMemory<String, Boolean> outcomes = new ShortMemory<>();
  private final Object[] locks = new Object[16];

  PasswordChecks() {
    var random = new byte[32];
    new SecureRandom().nextBytes(random);
    key = new SecretKeySpec(random, MAC);
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * Whether a secret is the stored one.
   *
   * @param legacy compares a stored form of PowerJob with the secret
   */
  boolean matches(
      String storedHash, String secret, Instant now, BiPredicate<String, String> legacy) {
    var digest = digest(storedHash, secret);
    var known = outcomes.recall(digest, now);
    if (known.isPresent()) {
      return known.get();
    }
    // One at a time per secret, so that a crowd of workers costs one check.
    synchronized (locks[Math.floorMod(digest.hashCode(), locks.length)]) {
      return outcomes
          .recall(digest, now)
          .orElseGet(
              () -> {
                boolean right =
                    LegacyPassword.isLegacy(storedHash)
                        ? legacy.test(storedHash, secret)
                        : PasswordHash.parse(storedHash).matches(secret);
                outcomes.remember(digest, right, now, right ? RIGHT : WRONG);
                return right;
              });
    }
  }

  private String digest(String storedHash, String secret) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(key);
      mac.update(storedHash.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + MAC, e);
    }
  }
}
