package tech.powerjob.broker;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * How the server itself logs in at its own broker. The password is made anew in each process, never
 * leaves its memory, and is good for connections inside the process only.
 */
final class ServerIdentity {
  /** Name of the server at the broker. No application can log in under it. */
  static final String USER = "@server";

  private static final int SECRET_BYTES = 32;
  private static final String PASSWORD = newSecret();

  private ServerIdentity() {}

  static String password() {
    return PASSWORD;
  }

  static boolean isPassword(String candidate) {
    return candidate != null
        && MessageDigest.isEqual(
            PASSWORD.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** A text of 256 random bits. */
  static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
