package tech.powerjob.domain.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The password of an application as a caller presents it. OpenAPI clients send the MD5 of the
 * password, workers the password itself; both come down to the lower-case MD5 in hexadecimal
 * digits, of which a slow salted hash is stored.
 *
 * @param md5 32 lower-case hexadecimal digits
 */
public record AppPassword(String md5) {
  public AppPassword {
    md5 = md5.toLowerCase(Locale.ROOT);
  }

  /** From the password itself. */
  public static AppPassword ofPlain(String password) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      return new AppPassword(
          HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }

  /** From its MD5 in hexadecimal digits of either case. */
  public static AppPassword ofMd5(String hex) {
    return new AppPassword(hex);
  }

  /** Keeps the digest out of logs. */
  @Override
  public String toString() {
    return "AppPassword[…]";
  }
}
