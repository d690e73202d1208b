package tech.powerjob.worker.internal.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.internal.processor.ClassNameFactory;
import tech.powerjob.worker.spring.SpringContainerContext;

/**
 * One loaded version of a container. Runs acquire it and release it; when it is retired, it is
 * ready to be closed once nobody has it any more. Thread-safe.
 */
final class Container {
  private static final Logger LOG = LoggerFactory.getLogger(Container.class);

  private static final String SPRING = "org.springframework.context.ApplicationContext";

  private final long id;
  private final Path jar;
  private final ContainerLoader loader;

  /** {@code null} without Spring. */
  private final ContainerContext context;

  private final ClassNameFactory classes;
  private final Map<String, BasicProcessor> processors = new ConcurrentHashMap<>();
  private final ReentrantLock building = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private int users;
  private Consumer<Container> whenUnused;

  private Container(long id, Path jar, ContainerLoader loader, ContainerContext context) {
    this.id = id;
    this.jar = jar;
    this.loader = loader;
    this.context = context;
    classes = new ClassNameFactory(loader, "in this container");
  }

  /**
   * Loads a jar.
   *
   * @param name for people, and for stack traces
   * @throws ContainerException if it is no jar of a container, or its Spring context does not start
   */
  static Container load(
      long id, String name, Path jar, SharedClasses shared, ClassLoader application)
      throws ContainerException {
    var description = ContainerJar.read(jar);
    var loader = ContainerLoader.over(name, jar, shared, application);
    try {
      return new Container(id, jar, loader, context(name, description, loader));
    } catch (RuntimeException | LinkageError e) {
      Leftovers.of(loader);
      closeQuietly(loader);
      throw new ContainerException("the container's Spring context does not start: " + e, e);
    }
  }

  private static ContainerContext context(
      String name, ContainerJar description, ContainerLoader loader) {
    if (!description.springContext()) {
      return null;
    }
    if (!isSpringHere()) {
      LOG.info(
          "{} has a Spring context, but Spring is not on the worker's class path: its processors"
              + " are made by their constructors",
          name);
      return null;
    }
    var before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      return SpringContainerContext.start(ContainerJar.SPRING_CONTEXT, loader);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static boolean isSpringHere() {
    try {
      Class.forName(SPRING, false, Container.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  long id() {
    return id;
  }

  Path jar() {
    return jar;
  }

  String name() {
    return loader.getName();
  }

  ClassLoader classLoader() {
    return loader;
  }

  /** Keeps the container open for one run; {@code false} if it is retired. */
  boolean acquire() {
    lock.lock();
    try {
      if (whenUnused != null) {
        return false;
      }
      users++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #acquire()} began. */
  void release() {
    Consumer<Container> last;
    lock.lock();
    try {
      users--;
      last = users == 0 ? whenUnused : null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.accept(this);
    }
  }

  /**
   * Lets no more runs in.
   *
   * @param unused told once, when no run is left; at once if there is none
   * @return number of runs that are still in it
   */
  int retire(Consumer<Container> unused) {
    int left;
    lock.lock();
    try {
      if (whenUnused != null) {
        return users;
      }
      whenUnused = unused;
      left = users;
    } finally {
      lock.unlock();
    }
    if (left == 0) {
      unused.accept(this);
    }
    return left;
  }

  /**
   * The processor of this name, one for all runs.
   *
   * @param info name of a class or bean, with or without {@code #} and a handler
   * @throws RuntimeException if there is none; the message says why
   */
  BasicProcessor processor(String info) {
    var made = processors.get(info);
    if (made != null) {
      return made;
    }
    building.lock();
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      made = processors.get(info);
      if (made == null) {
        made = build(info);
        processors.put(info, made);
      }
      return made;
    } finally {
      thread.setContextClassLoader(before);
      building.unlock();
    }
  }

  private BasicProcessor build(String info) {
    var definition =
        new ProcessorDefinition()
            .setProcessorType(ProcessorType.BUILT_IN.name())
            .setProcessorInfo(info);
    var bean = context == null ? null : context.processors().build(definition);
    return (bean != null ? bean : classes.build(definition)).getProcessor();
  }

  /** Ends its objects and lets its classes go. To be called once, when it is unused. */
  void close() {
    processors.clear();
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      if (context != null) {
        context.close();
      }
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{} did not end cleanly", name(), e);
    } finally {
      thread.setContextClassLoader(before);
    }
    Leftovers.of(loader);
    closeQuietly(loader);
  }

  private static void closeQuietly(ContainerLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.debug("the jar of {} was not closed", loader.getName(), e);
    }
  }
}
