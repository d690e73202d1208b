package tech.powerjob.server.alarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.config.Settings;
import tech.powerjob.server.extension.alarm.Alarmable;

/**
 * Plug-ins for alarms that are services: among the server's libraries, and in the jars of a folder
 * that a setting names. What lies there runs with the server's rights, so no folder is taken by
 * itself. Its jars share one class loader below the application's.
 */
final class Plugins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
  private static final String FOLDER = "powerjob.alarm.plugins";

  /** A service file that is broken in so many places is left alone. */
  private static final int MOST_ERRORS = 100;

  private final ClassLoader application;

  /** Of the folder's jars; {@code null} if there are none. */
  private final URLClassLoader own;

  private Plugins(ClassLoader application, List<URL> jars) {
    this.application = application;
    this.own =
        jars.isEmpty()
            ? null
            : new URLClassLoader("alarm-plugins", jars.toArray(URL[]::new), application);
  }

  /**
   * Opens the folder, if one is named.
   *
   * @param application loader of the server's own classes
   * @throws IllegalArgumentException naming key, value and rule
   */
  static Plugins open(Settings settings, ClassLoader application) {
    return new Plugins(application, settings.find(FOLDER).map(Plugins::jars).orElse(List.of()));
  }

  private static List<URL> jars(String folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*.jar")) {
      var jars = new ArrayList<Path>();
      files.forEach(jars::add);
      jars.sort(Comparator.naturalOrder());
      LOG.info("plug-ins for alarms are looked for in {}", jars);
      return jars.stream().map(Plugins::url).toList();
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a folder that can be read (%s)".formatted(FOLDER, folder, e), e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that can be loaded; the log says what cannot. */
  List<Alarmable> find() {
    var found = new ArrayList<Alarmable>();
    var services = ServiceLoader.load(Alarmable.class, own == null ? application : own).iterator();
    for (int errors = 0; errors < MOST_ERRORS; ) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        errors++;
        LOG.warn("a plug-in for alarms could not be loaded and is left out", e);
      }
    }
    return found;
  }

  /** Lets go of the folder's jars. */
  @Override
  public void close() {
    if (own != null) {
      try {
        own.close();
      } catch (IOException e) {
        LOG.debug("the jars of plug-ins could not be closed", e);
      }
    }
  }
}
