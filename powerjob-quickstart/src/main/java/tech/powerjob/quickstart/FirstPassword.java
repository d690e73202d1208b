package tech.powerjob.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The first administrator's password for a data folder that is new. The quickstart makes it up
 * rather than the server, which would want it changed before anything else; it stands in the same
 * file, that only its owner can read.
 */
final class FirstPassword {
  private FirstPassword() {}

  /**
   * The password for the first start of the server; empty if this is not the first one.
   *
   * @param given the password that was set
   */
  static Optional<String> of(Places places, Optional<String> given) {
    if (given.isPresent()
        || Files.exists(places.initialPassword())
        || Files.exists(places.database())) {
      return Optional.empty();
    }
    var password = Memory.newPassword();
    try {
      Memory.write(places.initialPassword(), password + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + places.initialPassword(), e);
    }
    return Optional.of(password);
  }
}
