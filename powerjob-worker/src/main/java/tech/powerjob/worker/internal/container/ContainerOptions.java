package tech.powerjob.worker.internal.container;

import java.nio.file.Path;
import tech.powerjob.config.Settings;
import tech.powerjob.worker.common.PowerJobWorkerConfig;

/**
 * What the worker's owner says about containers.
 *
 * @param allowed whether servers may send any: whoever may deploy there runs any code here
 * @param appName application of the worker
 * @param folder where the jars are kept
 * @param maxBytes size of the largest jar
 */
record ContainerOptions(boolean allowed, String appName, Path folder, long maxBytes) {
  private static final long MEGABYTE = 1L << 20;

  /**
   * Options out of configuration and settings.
   *
   * @throws IllegalArgumentException if a setting is unusable
   */
  static ContainerOptions of(PowerJobWorkerConfig config, Settings settings) {
    var workspace =
        settings
            .find("powerjob.worker.workspace")
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), "powerjob", "worker"));
    return new ContainerOptions(
        config.isAllowContainers() || settings.flag("powerjob.worker.allow-containers", false),
        String.valueOf(config.getAppName()),
        workspace.toAbsolutePath().resolve("container"),
        settings.number("powerjob.worker.container.max-megabytes", 256, 1, 4096) * MEGABYTE);
  }
}
