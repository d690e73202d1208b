package tech.powerjob.worker.core.processor;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * How values of a workflow's context become text and back. The worker brings it as a service, so
 * that these types need no JSON library of their own.
 */
public interface ContextValues {
  /**
   * The text of a value: JSON, or the value itself if it is a text.
   *
   * @throws IllegalArgumentException if it cannot be written
   */
  String write(Object value);

  /**
   * The values of a context by their names; those that are no texts in their JSON form.
   *
   * @param context JSON object
   * @throws IllegalArgumentException if it is none
   */
  Map<String, String> read(String context);

  /** The one that is at hand. */
  static Optional<ContextValues> find() {
    return ServiceLoader.load(ContextValues.class, ContextValues.class.getClassLoader())
        .findFirst()
        .or(() -> ServiceLoader.load(ContextValues.class).findFirst());
  }
}
