package tech.powerjob.server.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.LegacyPassword;
import tech.powerjob.domain.account.PasswordHash;

/**
 * What becomes of the passwords of applications: those that can be read, or that the operator
 * gives, are hashed. An application whose password is not known keeps what is stored, which lets
 * nobody in until an administrator sets a new one.
 */
final class AppPasswords {
  private final Map<String, String> given;

  private AppPasswords(Map<String, String> given) {
    this.given = given;
  }

  /**
   * Reads lines {@code app=password}.
   *
   * @throws AdoptException if the file cannot be read or a line has another form
   */
  static AppPasswords of(Optional<Path> file) {
    var given = new HashMap<String, String>();
    if (file.isPresent()) {
      try {
        int number = 0;
        for (var line : Files.readAllLines(file.get(), StandardCharsets.UTF_8)) {
          number++;
          int equal = line.indexOf('=');
          if (line.isBlank() || line.startsWith("#")) {
            continue;
          }
          if (equal <= 0 || equal == line.length() - 1) {
            throw new AdoptException(
                "line %d of %s must be app=password".formatted(number, file.get()));
          }
          given.put(line.substring(0, equal).trim(), line.substring(equal + 1));
        }
      } catch (IOException e) {
        throw new AdoptException("%s cannot be read (%s)".formatted(file.get(), e), e);
      }
    }
    return new AppPasswords(given);
  }

  /** Whether the application can log in after the takeover as before. */
  boolean isKnown(String app, String stored) {
    return plain(app, stored).isPresent();
  }

  private Optional<String> plain(String app, String stored) {
    return Optional.ofNullable(given.get(app)).or(() -> LegacyPassword.plainOfApp(stored));
  }

  /** What is to be stored; may take some tenths of a second. */
  String stored(String app, String stored) {
    return plain(app, stored)
        .map(plain -> PasswordHash.of(AppPassword.ofPlain(plain).md5()).toString())
        .orElse(stored);
  }
}
