package tech.powerjob.server.workflow.condition;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Methods by name and number of arguments.
 *
 * @param <T> what they are called on
 */
final class MethodTable<T> {
  private final Map<String, Method<T>> methods = new HashMap<>();

  MethodTable<T> with(String name, int arguments, Method<T> method) {
    methods.put(name + "/" + arguments, method);
    return this;
  }

  Method<T> find(String name, int arguments) {
    return methods.get(name + "/" + arguments);
  }

  /** Their names, without numbers of arguments. */
  Set<String> names() {
    return methods.keySet().stream()
        .map(key -> key.substring(0, key.indexOf('/')))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** An argument as a text. */
  static String text(Object argument) {
    if (argument == null) {
      throw new NullPointerException("an argument is null");
    }
    if (argument instanceof String || argument instanceof Character) {
      return argument.toString();
    }
    throw new IllegalArgumentException("an argument is " + Values.kind(argument) + ", not a text");
  }

  /** An argument as an index or a count. */
  static int number(Object argument) {
    if (argument instanceof Number number && number.intValue() == number.doubleValue()) {
      return number.intValue();
    }
    throw new IllegalArgumentException("an argument is not a whole number");
  }

  static Lambda closure(Object argument) {
    if (argument instanceof Lambda lambda) {
      return lambda;
    }
    throw new IllegalArgumentException(
        "an argument is " + Values.kind(argument) + ", not a closure");
  }
}
