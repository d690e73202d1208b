package tech.powerjob.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Where the application's password is. Never an option, whose value every user could see. */
final class Password {
  private static final String VARIABLE = "POWERJOB_WORKER_PASSWORD";
  private static final String PROPERTY = "powerjob.worker.password";

  private Password() {}

  /**
   * The password: of the file if there is one, else of the system property, else of the environment
   * variable.
   *
   * @param file {@code null} for none
   * @throws IllegalArgumentException saying where a password may be, if there is none
   */
  static String find(Path file, Properties properties, Map<String, String> environment) {
    if (file != null) {
      return read(file);
    }
    var password = properties.getProperty(PROPERTY, environment.get(VARIABLE));
    if (password == null || password.isEmpty()) {
      throw new IllegalArgumentException(
          "the application's password is missing: give --password-file FILE, or set the environment"
              + " variable "
              + VARIABLE);
    }
    return password;
  }

  private static String read(Path file) {
    try (var lines = Files.newBufferedReader(file)) {
      var password = lines.readLine();
      if (password == null || password.isEmpty()) {
        throw new IllegalArgumentException(
            "the first line of password file %s is empty".formatted(file));
      }
      return password;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "password file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
