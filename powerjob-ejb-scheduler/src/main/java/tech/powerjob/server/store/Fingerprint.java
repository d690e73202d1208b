package tech.powerjob.server.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short texts that are other ones when what they stand for is another one. */
public final class Fingerprint {
  private static final int VERSION_DIGITS = 24;

  private Fingerprint() {}

  /** 64 hexadecimal digits. */
  static String of(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 24 hexadecimal digits, for people and programs that say which version they have seen. */
  public static String version(String text) {
    return of(text).substring(0, VERSION_DIGITS);
  }
}
