package tech.powerjob.server.workflow.condition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** The types that a script may name. No class is looked up by a name of the script. */
final class Types {
  private static final Map<String, Class<?>> BY_NAME =
      Map.ofEntries(
          Map.entry("Object", Object.class),
          Map.entry("String", String.class),
          Map.entry("CharSequence", CharSequence.class),
          Map.entry("Character", Character.class),
          Map.entry("char", char.class),
          Map.entry("Boolean", Boolean.class),
          Map.entry("boolean", boolean.class),
          Map.entry("Number", Number.class),
          Map.entry("Byte", Byte.class),
          Map.entry("byte", byte.class),
          Map.entry("Short", Short.class),
          Map.entry("short", short.class),
          Map.entry("Integer", Integer.class),
          Map.entry("int", int.class),
          Map.entry("Long", Long.class),
          Map.entry("long", long.class),
          Map.entry("Float", Float.class),
          Map.entry("float", float.class),
          Map.entry("Double", Double.class),
          Map.entry("double", double.class),
          Map.entry("BigDecimal", BigDecimal.class),
          Map.entry("BigInteger", BigInteger.class),
          Map.entry("List", List.class),
          Map.entry("Map", Map.class));

  private static final Map<String, Class<? extends RuntimeException>> FAILURES =
      Map.of(
          "RuntimeException", RuntimeException.class,
          "IllegalArgumentException", IllegalArgumentException.class,
          "IllegalStateException", IllegalStateException.class,
          "NumberFormatException", NumberFormatException.class,
          "NullPointerException", NullPointerException.class,
          "ArithmeticException", ArithmeticException.class,
          "ClassCastException", ClassCastException.class,
          "IndexOutOfBoundsException", IndexOutOfBoundsException.class);

  private static final List<String> PACKAGES =
      List.of("java.lang.", "java.math.", "java.util.", "java.util.regex.", "groovy.json.");

  private Types() {}

  /** The name without the package that the usual classes are in. */
  static String simple(String name) {
    int dot = name.lastIndexOf('.') + 1;
    if (dot == 0) {
      return name;
    }
    return PACKAGES.contains(name.substring(0, dot))
            || name.equals("org.apache.commons.lang3.StringUtils")
        ? name.substring(dot)
        : name;
  }

  /** The type of this name, {@code Object} for {@code def}. */
  static Optional<Class<?>> find(String name) {
    return Optional.ofNullable(BY_NAME.get(simple(name)));
  }

  /** What a {@code catch} of this name catches. */
  static Optional<Class<? extends RuntimeException>> failure(String name) {
    var simple = simple(name);
    return simple.equals("Exception") || simple.equals("Throwable") || simple.equals("Object")
        ? Optional.of(RuntimeException.class)
        : Optional.ofNullable(FAILURES.get(simple));
  }

  /** Whether a script may import this. */
  static boolean importable(String name) {
    var simple = simple(name);
    return find(name).isPresent()
        || failure(name).isPresent()
        || StaticMethods.knows(simple)
        || simple.equals("Pattern")
        || simple.equals("Matcher")
        || simple.equals("ArrayList")
        || simple.equals("HashMap");
  }

  /** Whether {@code import package.*} brings in nothing that could be used. */
  static boolean importablePackage(String name) {
    return PACKAGES.contains(name);
  }

  static boolean isInstance(Class<?> type, Object value) {
    return boxed(type).isInstance(value);
  }

  private static Class<?> boxed(Class<?> type) {
    return type.isPrimitive()
        ? (Class<?>) java.lang.invoke.MethodType.methodType(type).wrap().returnType()
        : type;
  }

  /** As {@code (type) value} and the assignment to a variable of the type. */
  static Object cast(Evaluation evaluation, Class<?> type, Object value) {
    if (type == Object.class) {
      return value;
    }
    if (type == String.class) {
      return value == null ? null : evaluation.made(Values.text(evaluation, value));
    }
    if (type == boolean.class || type == Boolean.class) {
      return value == null && type == Boolean.class ? null : Values.truth(evaluation, value);
    }
    if (value == null && !type.isPrimitive()) {
      return null;
    }
    if (isInstance(type, value)) {
      return value;
    }
    if (value == null || !Values.isScalar(value) || type == List.class || type == Map.class) {
      throw new ClassCastException(
          "Cannot cast " + Values.kind(value) + " to " + type.getSimpleName());
    }
    return number(evaluation, DefaultTypeTransformation.castToType(value, type));
  }

  /** As {@code value as type}. */
  static Object coerce(Evaluation evaluation, Class<?> type, Object value) {
    if (value == null) {
      return type.isPrimitive() ? cast(evaluation, type, null) : null;
    }
    if (value instanceof String text && type != String.class) {
      if (type == List.class) {
        return evaluation.made(
            text.codePoints().mapToObj(Character::toString).map(Object.class::cast).toList());
      }
      if (type == Map.class) {
        return cast(evaluation, type, value);
      }
      if (Number.class.isAssignableFrom(boxed(type))) {
        TextMethods.checkDigits(evaluation, text);
      }
      return number(evaluation, StringGroovyMethods.asType(text.trim(), boxed(type)));
    }
    return cast(evaluation, type, value);
  }

  private static Object number(Evaluation evaluation, Object value) {
    return value instanceof Number number ? evaluation.made(number) : value;
  }
}
