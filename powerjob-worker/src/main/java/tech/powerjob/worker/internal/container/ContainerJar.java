package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * What a jar says of itself.
 *
 * @param packageName package that holds its classes
 * @param springContext whether it has a Spring context
 */
record ContainerJar(String packageName, boolean springContext) {
  static final String SPRING_CONTEXT = "oms-worker-container-spring-context.xml";

  private static final String PROPERTIES = "oms-worker-container.properties";
  private static final String PACKAGE_NAME = "PACKAGE_NAME";

  /** PowerJob's texts; people search for them. */
  private static final String NO_PROPERTIES = "invalid jar file because of no " + PROPERTIES;

  private static final String INVALID = "invalid jar file";

  /**
   * Reads it.
   *
   * @throws ContainerException if it is no jar of a container; the message says what is wrong
   */
  static ContainerJar read(Path file) throws ContainerException {
    try (var zip = new ZipFile(file.toFile())) {
      var packageName = packageName(zip);
      var folder = packageName.replace('.', '/') + '/';
      if (zip.stream()
          .map(entry -> entry.getName())
          .noneMatch(name -> name.startsWith(folder) && name.endsWith(".class"))) {
        throw new ContainerException(
            INVALID + ": it has no class in " + PACKAGE_NAME + " '" + packageName + "'");
      }
      return new ContainerJar(packageName, zip.getEntry(SPRING_CONTEXT) != null);
    } catch (ZipException e) {
      throw new ContainerException(INVALID + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ContainerException("the jar cannot be read: " + e, e);
    }
  }

  private static String packageName(ZipFile zip) throws IOException, ContainerException {
    var entry = zip.getEntry(PROPERTIES);
    if (entry == null) {
      throw new ContainerException(NO_PROPERTIES);
    }
    var properties = new Properties();
    try (var in = new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IllegalArgumentException e) {
      throw new ContainerException(INVALID + ": " + PROPERTIES + " has a malformed escape", e);
    }
    var name = properties.getProperty(PACKAGE_NAME, "").trim();
    if (name.isEmpty()) {
      throw new ContainerException(INVALID + ": " + PROPERTIES + " has no " + PACKAGE_NAME);
    }
    return name;
  }
}
