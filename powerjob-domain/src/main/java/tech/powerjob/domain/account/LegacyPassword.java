package tech.powerjob.domain.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords in the forms in which PowerJob stores them: {@code <name>_<md5>_b} of a user, {@code
 * sys_encrypt_aes:<base64>} or plain text of an application. They are accepted once, and then
 * replaced by a {@link PasswordHash}. Stateless and thread-safe.
 */
public final class LegacyPassword {
  private static final String MODERN = "pbkdf2:";
  private static final String ENCRYPTED = "sys_encrypt_aes:";

  /** PowerJob's own, the same in every installation: that is why such a password is no secret. */
  private static final String KEY = "ChinaNo.1_ChinaNo.1_ChinaNo.1";

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private LegacyPassword() {}

  /** Whether a stored password is in one of these forms, not in that of {@link PasswordHash}. */
  public static boolean isLegacy(String stored) {
    return stored != null && !stored.isBlank() && !stored.startsWith(MODERN);
  }

  /** Whether this is the password of a user of that name. */
  public static boolean isOfUser(String username, String stored, String password) {
    var md5 = AppPassword.ofPlain(username + "_" + password + "_z").md5();
    return same(stored, username + "_" + md5 + "_b");
  }

  /** Whether this is the password of an application. */
  public static boolean isOfApp(String stored, AppPassword password) {
    return plainOfApp(stored)
        .map(plain -> same(AppPassword.ofPlain(plain).md5(), password.md5()))
        .orElse(false);
  }

  /** The password of an application in plain; empty if it cannot be read. */
  public static Optional<String> plainOfApp(String stored) {
    if (!isLegacy(stored)) {
      return Optional.empty();
    }
    if (!stored.startsWith(ENCRYPTED)) {
      return Optional.of(stored);
    }
    try {
      var bytes = Base64.getDecoder().decode(stored.substring(ENCRYPTED.length()).trim());
      if (bytes.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
        return Optional.empty(); // The cipher would complain in a way of its own.
      }
      var key = Arrays.copyOf(KEY.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(TAG_BITS, bytes, 0, NONCE_BYTES));
      var plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(plain, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty(); // Made with another key, or damaged: it has to be set anew.
    }
  }

  /** Compares in a time that says nothing about where the texts differ. */
  private static boolean same(String a, String b) {
    return a != null
        && MessageDigest.isEqual(
            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
