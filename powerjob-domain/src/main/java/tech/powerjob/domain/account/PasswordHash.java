package tech.powerjob.domain.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A salted hash of a secret, written {@code pbkdf2:<iterations>:<salt>:<hash>} with salt and hash
 * in URL-safe Base64. PBKDF2 with HMAC-SHA256; 16 bytes of salt, 32 bytes of hash. A check costs
 * some tenths of a second of processor time on purpose. Immutable and thread-safe.
 */
public final class PasswordHash {
  /** Rounds of new hashes. More makes guessing dearer and every check slower. */
  public static final int ITERATIONS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final Pattern FORMAT =
      Pattern.compile("pbkdf2:([0-9]{1,8}):([A-Za-z0-9_-]{22}):([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** A new hash of the secret, with a salt of its own. */
  public static PasswordHash of(String secret) {
    return of(secret, ITERATIONS);
  }

  static PasswordHash of(String secret, int iterations) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return new PasswordHash(iterations, salt, derive(secret, salt, iterations));
  }

  /**
   * Reads a stored hash.
   *
   * @throws IllegalArgumentException if the text is no such hash; the text is not repeated
   */
  public static PasswordHash parse(String text) {
    var matcher = FORMAT.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a stored password is not a pbkdf2 hash");
    }
    var decoder = Base64.getUrlDecoder();
    return new PasswordHash(
        Integer.parseInt(matcher.group(1)),
        decoder.decode(matcher.group(2)),
        decoder.decode(matcher.group(3)));
  }

  /** Whether the secret is the one that was hashed; takes the same time either way. */
  public boolean matches(String secret) {
    return MessageDigest.isEqual(hash, derive(secret, salt, iterations));
  }

  /** The form to store. */
  @Override
  public String toString() {
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return "pbkdf2:%d:%s:%s"
        .formatted(iterations, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }

  private static byte[] derive(String secret, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2WithHmacSHA256", e);
    } finally {
      spec.clearPassword();
    }
  }
}
