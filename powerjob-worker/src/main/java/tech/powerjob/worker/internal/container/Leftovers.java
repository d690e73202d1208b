package tech.powerjob.worker.internal.container;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a container left in the JVM that would keep its classes alive: takes back what can be taken
 * back, and tells of the rest.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /** Cleans up behind a container whose last run has ended; its loader is still open. */
  static void of(ContainerLoader loader) {
    removeDrivers(loader);
    ResourceBundle.clearCache(loader);
    var threads = threads(loader);
    if (!threads.isEmpty()) {
      LOG.warn(
          "{} started threads that still run, its memory is not freed until they end: {}",
          loader.getName(),
          threads);
    }
  }

  private static void removeDrivers(ContainerLoader loader) {
    try {
      var removal = (Supplier<?>) loader.adopt(DriverRemoval.class).getConstructor().newInstance();
      if (removal.get() instanceof List<?> removed && !removed.isEmpty()) {
        LOG.info("{} left JDBC drivers registered: {}", loader.getName(), removed);
      }
    } catch (Exception | LinkageError e) {
      LOG.warn("the JDBC drivers of {} cannot be taken back", loader.getName(), e);
    }
  }

  /** Names of living threads that belong to a class loader. */
  static List<String> threads(ClassLoader loader) {
    var root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    // With room for those that start meanwhile; one that is missed is only not told of.
    var all = new Thread[root.activeCount() * 2 + 16];
    root.enumerate(all, true);
    return Arrays.stream(all)
        .filter(Objects::nonNull)
        .filter(thread -> thread != Thread.currentThread())
        .filter(
            thread ->
                thread.getContextClassLoader() == loader
                    || thread.getClass().getClassLoader() == loader)
        .map(Thread::getName)
        .sorted()
        .toList();
  }
}
