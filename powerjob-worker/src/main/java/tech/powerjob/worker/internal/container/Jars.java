package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tech.powerjob.wire.DeployContainer;

/** Brings jars to the disk: from where they are, whole and checked. Thread-safe. */
final class Jars {
  private final ContainerStore store;
  private final ContainerSource source;
  private final long maxBytes;

  Jars(ContainerStore store, ContainerSource source, long maxBytes) {
    this.store = store;
    this.source = source;
    this.maxBytes = maxBytes;
  }

  /**
   * The jar of an order, which is fetched unless it is there already.
   *
   * @param now epoch milliseconds
   * @return with the digest of the jar, whatever the order said
   * @throws ContainerException if it cannot be had or is another one; the message says why
   */
  ContainerStore.Deployed fetch(DeployContainer order, long now)
      throws ContainerException, InterruptedException {
    var file = store.jar(order.containerId(), order.version());
    try {
      if (Files.isRegularFile(file)) {
        var digest = JarDigest.of(file);
        if (digest.isOf(order)) {
          return deployed(order, file, digest, now);
        }
      }
      var fresh = store.fresh(order.containerId());
      try {
        source.download(order, fresh, maxBytes);
        var digest = JarDigest.of(fresh);
        if (!digest.isOf(order)) {
          throw new ContainerException(difference(order, digest));
        }
        ContainerStore.place(fresh, file);
        return deployed(order, file, digest, now);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new ContainerException("the jar cannot be fetched: " + e.getMessage(), e);
    }
  }

  private static String difference(DeployContainer order, JarDigest digest) {
    return order.sha256() != null
        ? "the jar's SHA-256 is %s but must be %s".formatted(digest.sha256(), order.sha256())
        : "the jar's MD5 is %s but must be the version %s"
            .formatted(digest.md5(), order.version());
  }

  private static ContainerStore.Deployed deployed(
      DeployContainer order, Path file, JarDigest digest, long now) {
    return new ContainerStore.Deployed(
        new DeployContainer(
            order.containerId(),
            order.containerName(),
            order.version(),
            order.downloadUrl(),
            digest.sha256(),
            order.revision()),
        file,
        now);
  }
}
