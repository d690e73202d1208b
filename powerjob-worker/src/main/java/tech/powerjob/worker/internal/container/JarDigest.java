package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tech.powerjob.wire.DeployContainer;

/**
 * Digests of a jar in lower-case hexadecimal digits. MD5 is how PowerJob names versions; where the
 * server says the SHA-256, only that counts.
 */
record JarDigest(String sha256, String md5) {
  private static final int BUFFER = 1 << 16;

  static JarDigest of(Path file) throws IOException {
    var sha256 = digest("SHA-256");
    var md5 = digest("MD5");
    var buffer = new byte[BUFFER];
    try (var in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, 0, count);
        md5.update(buffer, 0, count);
      }
    }
    return new JarDigest(
        HexFormat.of().formatHex(sha256.digest()), HexFormat.of().formatHex(md5.digest()));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether the jar is the one that was meant. */
  boolean isOf(DeployContainer container) {
    return container.sha256() != null
        ? sha256.equalsIgnoreCase(container.sha256())
        : md5.equalsIgnoreCase(container.version());
  }
}
