package tech.powerjob.worker.extension.processor;

import java.util.Optional;

/** The container in which a user's processors live as beans. Must be thread-safe. */
public interface BeanLookup {
  /**
   * The bean of this name.
   *
   * @throws RuntimeException if there is one, but it cannot be made
   */
  Optional<Object> byName(String name);

  /**
   * The bean of this class.
   *
   * @throws RuntimeException if there are several, or it cannot be made
   */
  Optional<Object> byType(Class<?> type);

  /** The class as its author wrote it, without what a container puts around it. */
  Class<?> classOf(Object bean);

  /**
   * The object behind what a container puts around it, on which private methods can be called; the
   * bean itself if there is nothing around it, or if that cannot be taken off.
   */
  Object target(Object bean);
}
