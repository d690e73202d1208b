package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import tech.powerjob.wire.DeployContainer;

/** Where containers come from. Thread-safe; each call takes bounded time. */
interface ContainerSource {
  /**
   * Asks which version of a container is deployed.
   *
   * @throws IOException if nobody can say; the message says why
   */
  Optional<DeployContainer> find(long containerId) throws IOException, InterruptedException;

  /**
   * Fetches the jar, of which nothing is checked but the size.
   *
   * @param target file that does not exist yet
   * @throws IOException if that does not work, or the jar is too large; the message says why
   */
  void download(DeployContainer container, Path target, long maxBytes)
      throws IOException, InterruptedException;
}
