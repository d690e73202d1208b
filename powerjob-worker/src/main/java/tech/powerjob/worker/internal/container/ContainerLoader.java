package tech.powerjob.worker.internal.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import tech.powerjob.worker.internal.Json;

/**
 * Loads the classes of one version of one container: what is shared first, then the jar's own, then
 * those of the application that the worker lives in. So a container may bring libraries in other
 * versions than the application, and may use the application's without bringing them.
 */
final class ContainerLoader extends URLClassLoader implements Json.Keeper {
  static {
    registerAsParallelCapable();
  }

  private final URL jar;
  private final ClassLoader application;
  private final ObjectMapper json = Json.newMapper();

  private ContainerLoader(String name, URL jar, SharedClasses shared, ClassLoader application) {
    super(name, new URL[] {jar}, shared);
    this.jar = jar;
    this.application = application;
  }

  /**
   * A loader over a jar.
   *
   * @param name for stack traces
   * @param application asked for what the jar lacks
   */
  static ContainerLoader over(
      String name, Path jar, SharedClasses shared, ClassLoader application) {
    try {
      return new ContainerLoader(name, jar.toUri().toURL(), shared, application);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("'%s' is no place of a jar".formatted(jar), e);
    }
  }

  // Not loadClass: so the locking of the JDK stays as it is.
  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      return application.loadClass(name);
    }
  }

  @Override
  public URL findResource(String name) {
    var own = super.findResource(name);
    return own != null ? own : application.getResource(name);
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(super.findResources(name)));
    all.addAll(Collections.list(application.getResources(name)));
    return Collections.enumeration(all);
  }

  @Override
  public ObjectMapper json() {
    return json;
  }

  /** Makes a class of the worker a class of the container, so that it may do what those may. */
  Class<?> adopt(Class<?> type) throws IOException {
    var file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (var in = type.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the worker's jar has no " + file);
      }
      var code = in.readAllBytes();
      return defineClass(type.getName(), code, 0, code.length);
    }
  }

  @Override
  public void close() throws IOException {
    super.close();
    // What was read by URL stays open in a cache of the JDK until it is told.
    var cached = URI.create("jar:" + jar + "!/").toURL().openConnection();
    if (cached instanceof JarURLConnection connection) {
      connection.setUseCaches(true);
      connection.getJarFile().close();
    }
  }
}
