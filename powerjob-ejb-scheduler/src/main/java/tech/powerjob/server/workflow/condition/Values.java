package tech.powerjob.server.workflow.condition;

import java.util.List;
import java.util.Map;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** What Groovy takes for true, for equal and for less, and how it writes a value. */
final class Values {
  private Values() {}

  /** Whether the value counts as true. */
  static boolean truth(Evaluation evaluation, Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof CharSequence text) {
      return text.length() > 0;
    }
    if (value instanceof Character character) {
      return character != 0;
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof Search search) {
      return search.find(evaluation);
    }
    return value != null;
  }

  /** Whether Groovy's {@code ==} holds. */
  static boolean equal(Evaluation evaluation, Object left, Object right) {
    evaluation.charge(2);
    if (left == right) {
      return true;
    }
    if (left == null || right == null) {
      return false;
    }
    if (left instanceof List<?> one && right instanceof List<?> other) {
      return equalLists(evaluation, one, other);
    }
    if (left instanceof Map<?, ?> one && right instanceof Map<?, ?> other) {
      return equalMaps(evaluation, one, other);
    }
    if (left instanceof CharSequence one && right instanceof CharSequence other) {
      evaluation.charge(Math.min(one.length(), other.length()) / 8);
      return one.toString().contentEquals(other);
    }
    if (isScalar(left) && isScalar(right)) {
      return DefaultTypeTransformation.compareEqual(left, right);
    }
    return false;
  }

  private static boolean equalLists(Evaluation evaluation, List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (!equal(evaluation, one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Evaluation evaluation, Map<?, ?> one, Map<?, ?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (var entry : one.entrySet()) {
      if (!other.containsKey(entry.getKey())
          || !equal(evaluation, entry.getValue(), other.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Groovy's {@code <=>}.
   *
   * @throws IllegalArgumentException if the two cannot be compared
   */
  static int compare(Evaluation evaluation, Object left, Object right) {
    evaluation.charge(2);
    if (left instanceof String one) {
      evaluation.charge(one.length() / 8);
    }
    if ((left != null && !isScalar(left)) || (right != null && !isScalar(right))) {
      throw new IllegalArgumentException("Cannot compare " + kind(left) + " with " + kind(right));
    }
    return DefaultTypeTransformation.compareTo(left, right);
  }

  static boolean isScalar(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character;
  }

  /** The value as a part of a text. */
  static String text(Evaluation evaluation, Object value) {
    if (value instanceof String text) {
      return text;
    }
    var text = new StringBuilder();
    write(evaluation, value, text);
    return text.toString();
  }

  private static void write(Evaluation evaluation, Object value, StringBuilder text) {
    int before = text.length();
    if (value instanceof List<?> list) {
      text.append('[');
      for (int i = 0; i < list.size(); i++) {
        text.append(i == 0 ? "" : ", ");
        write(evaluation, list.get(i), text);
      }
      text.append(']');
    } else if (value instanceof Map<?, ?> map) {
      text.append('[').append(map.isEmpty() ? ":" : "");
      var separator = "";
      for (var entry : map.entrySet()) {
        text.append(separator).append(entry.getKey()).append(':');
        write(evaluation, entry.getValue(), text);
        separator = ", ";
      }
      text.append(']');
    } else if (value instanceof Map.Entry<?, ?> entry) {
      text.append(entry.getKey()).append('=');
      write(evaluation, entry.getValue(), text);
    } else {
      text.append(value);
    }
    evaluation.charge((text.length() - before) / 8 + 1);
    if (text.length() > Evaluation.MAX_TEXT) {
      evaluation.willMakeText(text.length());
    }
  }

  /** What kind of value it is, for a message. */
  static String kind(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Map) {
      return "a map";
    }
    return isScalar(value) ? value.getClass().getSimpleName() : "such a value";
  }
}
