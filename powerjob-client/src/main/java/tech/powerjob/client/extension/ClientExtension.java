package tech.powerjob.client.extension;

import java.util.List;

/** Lets users change how the client works. Must be thread-safe. */
public interface ClientExtension {
  /**
   * Addresses of the servers as they are now, instead of the configured ones. Asked before each
   * call, so it should be quick.
   *
   * @return {@code null} or an empty list for the configured ones
   */
  List<String> addressProvider(ExtensionContext context);
}
