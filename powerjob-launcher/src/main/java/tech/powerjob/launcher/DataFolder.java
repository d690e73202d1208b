package tech.powerjob.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Folder of everything that a server writes. One server has it at a time. */
final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileLock lock;

  private DataFolder(Path root, FileLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process, and makes it if it is missing, for its owner's eyes only.
   *
   * @throws StartRefusedException if it cannot be written, or another server has it
   */
  static DataFolder take(Path root) {
    try {
      if (!Files.exists(root)) {
        create(root);
      }
      var channel =
          FileChannel.open(
              root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      var lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new StartRefusedException(
            "powerjob.data-dir is '%s' but another server uses that folder; each needs its own"
                .formatted(root));
      }
      Files.createDirectories(root.resolve("logs"));
      return new DataFolder(root, lock);
    } catch (IOException e) {
      throw new StartRefusedException(
          "powerjob.data-dir is '%s' but must be a folder that can be written (%s)"
              .formatted(root, e),
          e);
    }
  }

  private static void create(Path root) throws IOException {
    var parent = root.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectory(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectory(root);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path root() {
    return root;
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** An empty folder for what Payara unpacks and keeps; nothing in it outlives the process. */
  Path freshRuntime() throws IOException {
    var runtime = root.resolve("runtime");
    if (Files.exists(runtime)) {
      delete(runtime);
    }
    return Files.createDirectory(runtime);
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Lets others have the folder. */
  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }
}
