package tech.powerjob.agent;

import java.util.Map;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import tech.powerjob.config.Settings;

/**
 * Values of options that are not on the command line: the settings {@code powerjob.worker.*}, which
 * have the names of those of the Spring Boot starter, as system properties or environment
 * variables; then fixed ones.
 */
final class Defaults implements IDefaultValueProvider {
  private static final String PREFIX = "powerjob.worker.";

  private static final Map<String, String> FIXED =
      Map.of("server-address", "localhost:7700", "max-result-length", "1024", "stop-timeout", "30");

  private final Settings settings;

  Defaults(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String defaultValue(ArgSpec option) {
    var name = option.descriptionKey();
    return name == null ? null : settings.find(PREFIX + name).orElse(FIXED.get(name));
  }
}
