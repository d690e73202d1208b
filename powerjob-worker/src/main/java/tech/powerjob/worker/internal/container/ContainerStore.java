package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.wire.DeployContainer;

/**
 * The containers of a worker on disk: {@code <folder>/<id>/<version>.jar}, and beside it a file
 * that says which version is deployed, so that a worker that starts again has it still. Workers of
 * several processes may share the folder, because files appear whole or not at all.
 */
final class ContainerStore {
  /** What was deployed, and when. */
  record Deployed(DeployContainer container, Path jar, long deployedTime) {}

  private static final Logger LOG = LoggerFactory.getLogger(ContainerStore.class);

  private static final String RECORD = "deployed.properties";
  private static final Pattern ID = Pattern.compile("\\d{1,18}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final Path folder;
  private final String appName;

  ContainerStore(Path folder, String appName) {
    this.folder = folder;
    this.appName = appName;
  }

  /**
   * Where the jar of a version is, or would be.
   *
   * @throws ContainerException if the version cannot be the name of a file
   */
  Path jar(long containerId, String version) throws ContainerException {
    if (version == null || !VERSION.matcher(version).matches()) {
      throw new ContainerException(
          "version is '%s' but must be letters, digits, '.', '_' and '-', 128 at most"
              .formatted(version));
    }
    return of(containerId).resolve(version + ".jar");
  }

  private Path of(long containerId) {
    return folder.resolve(Long.toString(containerId));
  }

  /** Name of a file that does not exist yet, in the folder of the container, which does. */
  Path fresh(long containerId) throws IOException {
    return Files.createDirectories(of(containerId)).resolve(UUID.randomUUID() + ".part");
  }

  /** Puts a complete file in its place, over one that is there. */
  static void place(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Notes what is deployed from now on. */
  void write(Deployed deployed) throws IOException {
    var container = deployed.container();
    var properties = new Properties();
    properties.setProperty("app", appName);
    properties.setProperty("name", String.valueOf(container.containerName()));
    properties.setProperty("version", container.version());
    properties.setProperty("sha256", container.sha256());
    properties.setProperty("revision", Long.toString(container.revision()));
    properties.setProperty("deployedTime", Long.toString(deployed.deployedTime()));
    var file = fresh(container.containerId());
    try {
      try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        properties.store(out, null);
      }
      place(file, of(container.containerId()).resolve(RECORD));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** What this application has; a record that cannot be read is as if it were not there. */
  List<Deployed> read() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Deployed> found = new ArrayList<>();
    try (var folders = Files.newDirectoryStream(folder)) {
      for (var each : folders) {
        var name = each.getFileName().toString();
        if (ID.matcher(name).matches()) {
          read(Long.parseLong(name)).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the containers in '%s' cannot be read".formatted(folder), e);
    }
    return found;
  }

  private Optional<Deployed> read(long containerId) {
    var file = of(containerId).resolve(RECORD);
    var properties = new Properties();
    try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
      if (!appName.equals(properties.getProperty("app"))) {
        return Optional.empty();
      }
      var version = properties.getProperty("version");
      var jar = jar(containerId, version);
      if (!Files.isRegularFile(jar)) {
        return Optional.empty();
      }
      return Optional.of(
          new Deployed(
              new DeployContainer(
                  containerId,
                  properties.getProperty("name"),
                  version,
                  null,
                  properties.getProperty("sha256", ""),
                  Long.parseLong(properties.getProperty("revision"))),
              jar,
              Long.parseLong(properties.getProperty("deployedTime"))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | ContainerException e) {
      LOG.warn("'{}' is not understood, the container counts as not deployed: {}", file, e);
      return Optional.empty();
    }
  }

  /** Forgets what is deployed; jars stay until they are deleted. */
  void forget(long containerId) {
    delete(of(containerId).resolve(RECORD));
  }

  /** Deletes a file; one that cannot be deleted only takes room. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("'{}' cannot be deleted: {}", file, e.toString());
    }
  }
}
