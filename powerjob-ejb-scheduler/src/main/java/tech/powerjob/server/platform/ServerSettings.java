package tech.powerjob.server.platform;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import tech.powerjob.config.Settings;

/**
 * Where the settings of this server come from: MicroProfile Config where the platform has it, else
 * its two standard sources, system properties and environment variables.
 */
public final class ServerSettings {
  private ServerSettings() {}

  /** The settings, for code that nothing can be injected into; others inject {@link Settings}. */
  public static Settings read() {
    try {
      return MicroProfile.settings();
    } catch (LinkageError | IllegalStateException e) {
      // The platform has no MicroProfile Config, or none for this application.
      return Settings.ofProcess();
    }
  }

  /** Apart, so that it is loaded only when it is used. */
  private static final class MicroProfile {
    static Settings settings() {
      // Pools are filled by threads that have no context class loader.
      var config = ConfigProvider.getConfig(ServerSettings.class.getClassLoader());
      return Settings.from(key -> find(config, key));
    }

    private static Optional<String> find(Config config, String key) {
      return config.getOptionalValue(key, String.class);
    }
  }
}
