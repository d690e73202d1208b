package tech.powerjob.server.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import tech.powerjob.config.Settings;

/** Lets {@link Settings} be injected. */
@ApplicationScoped
public class SettingsProducer {
  @Produces
  @Singleton
  Settings settings() {
    return ServerSettings.read();
  }
}
