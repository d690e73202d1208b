package tech.powerjob.server.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that tells the owner of the data folder the first administrator's password. */
final class InitialPasswordFile {
  private static final Logger LOG = LoggerFactory.getLogger(InitialPasswordFile.class);

  /** Name of the file within the data folder. */
  static final String NAME = "initial-admin-password";

  /** Without signs that look alike, as people type it. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int LENGTH = 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;

  InitialPasswordFile(Path dataDir) {
    this.path = dataDir.resolve(NAME);
  }

  /** Makes up a password and writes it, readable by the owner alone. */
  String write() {
    var password = generate();
    try {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      Files.createFile(path, ownerOnly());
      Files.writeString(path, password + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the first password to " + path, e);
    }
    return password;
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }

  /** Deletes the file if it is there; its text is worth nothing any more. */
  void deleteIfPossible() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.warn("{} says what is not true any more, but cannot be deleted: {}", path, e.toString());
    }
  }

  Path path() {
    return path;
  }

  private static String generate() {
    return RANDOM
        .ints(LENGTH, 0, ALPHABET.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(ALPHABET.charAt(i)), StringBuilder::append)
        .toString();
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
