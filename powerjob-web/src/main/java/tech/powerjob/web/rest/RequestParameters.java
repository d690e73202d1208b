package tech.powerjob.web.rest;

import jakarta.enterprise.context.RequestScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a call, from the query string and from a form body alike. The first value of a
 * name counts, the body before the query.
 */
@RequestScoped
public class RequestParameters {
  private final Map<String, String> values = new LinkedHashMap<>();

  void add(String name, String value) {
    values.putIfAbsent(name, value);
  }

  /** The value; empty when missing. A value may be blank. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** All of them. */
  public Map<String, String> all() {
    return Map.copyOf(values);
  }

  /**
   * A whole number that must be given.
   *
   * @throws IllegalArgumentException naming the parameter and what is wrong with it
   */
  public long number(String name) {
    return findNumber(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " can't be empty"));
  }

  /**
   * A whole number that may be missing or blank.
   *
   * @throws IllegalArgumentException naming the parameter and what is wrong with it
   */
  public Optional<Long> findNumber(String name) {
    var text = find(name).map(String::trim).filter(value -> !value.isEmpty());
    try {
      return text.map(Long::valueOf);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s is '%s' but must be a whole number".formatted(name, shorten(text.orElse(""))), e);
    }
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
