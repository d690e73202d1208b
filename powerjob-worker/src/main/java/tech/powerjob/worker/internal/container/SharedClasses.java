package tech.powerjob.worker.internal.container;

import java.util.List;

/**
 * Classes that containers and worker must have in common: the JDK, the SDK that processors are
 * written against, the logging facade, and the interfaces and frameworks through which the worker
 * handles a container's objects. Everything else a container may bring in a version of its own.
 */
final class SharedClasses extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final List<String> PACKAGES =
      List.of(
          "tech.powerjob.worker.",
          "tech.powerjob.common.",
          "org.slf4j.",
          "org.springframework.",
          "jakarta.");

  private final ClassLoader worker;

  /**
   * The shared ones among the classes of a loader.
   *
   * @param worker class loader of the worker's own library
   */
  SharedClasses(ClassLoader worker) {
    super("powerjob-shared", ClassLoader.getPlatformClassLoader());
    this.worker = worker;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().noneMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return worker.loadClass(name);
  }
}
