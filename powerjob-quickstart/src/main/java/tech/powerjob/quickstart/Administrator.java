package tech.powerjob.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first administrator, as far as the quickstart knows the password.
 *
 * @param loggedIn whether one of the known passwords was right
 * @param hint what to tell the user about the password
 */
record Administrator(boolean loggedIn, String hint) {
  static final String NAME = "ADMIN";

  /**
   * Tries the password that was set, then the one that the server made up at its first start.
   *
   * @param given the password that was set
   * @param initialPassword file with the one that was made up
   */
  static Administrator logIn(ConsoleApi console, Optional<String> given, Path initialPassword) {
    if (given.isPresent() && accepted(console, given.get())) {
      return new Administrator(true, "as you set it in POWERJOB_ADMIN_PASSWORD");
    }
    var generated = read(initialPassword);
    if (generated.isPresent() && accepted(console, generated.get())) {
      return new Administrator(
          true, generated.get() + "   (kept in %s)".formatted(shown(initialPassword)));
    }
    return new Administrator(false, "as you changed it");
  }

  private static boolean accepted(ConsoleApi console, String password) {
    try {
      console.logIn(NAME, password);
      return true;
    } catch (ConsoleApi.RefusedException e) {
      return false;
    }
  }

  private static Optional<String> read(Path file) {
    try {
      return Files.isReadable(file)
          ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A path as short as it can be said from here. */
  static Path shown(Path path) {
    var here = Path.of("").toAbsolutePath();
    return path.startsWith(here) ? here.relativize(path) : path;
  }
}
