package tech.powerjob.server.workflow.condition;

import groovy.lang.IntRange;
import groovy.lang.Range;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.StringGroovyMethods;
import org.codehaus.groovy.runtime.typehandling.NumberMath;

/** Groovy's operators on the values that a script can have. */
final class Operators {
  /** An operator with two sides. */
  @FunctionalInterface
  interface Binary {
    Object apply(Evaluation evaluation, Object left, Object right);
  }

  /** The operators that need both sides; {@code &&} and the like are not among them. */
  static final Map<String, Binary> BINARY =
      Map.ofEntries(
          Map.entry("+", Operators::plus),
          Map.entry("-", Operators::minus),
          Map.entry("*", Operators::multiply),
          Map.entry("/", Operators::divide),
          Map.entry("%", Operators::remainder),
          Map.entry("**", Operators::power),
          Map.entry("==", Values::equal),
          Map.entry("!=", (run, a, b) -> !Values.equal(run, a, b)),
          Map.entry("===", (run, a, b) -> a == b),
          Map.entry("!==", (run, a, b) -> a != b),
          Map.entry("<", (run, a, b) -> Values.compare(run, a, b) < 0),
          Map.entry("<=", (run, a, b) -> Values.compare(run, a, b) <= 0),
          Map.entry(">", (run, a, b) -> Values.compare(run, a, b) > 0),
          Map.entry(">=", (run, a, b) -> Values.compare(run, a, b) >= 0),
          Map.entry("<=>", Values::compare),
          Map.entry("in", (run, a, b) -> contains(run, b, a)),
          Map.entry("!in", (run, a, b) -> !contains(run, b, a)),
          Map.entry("==~", Regex::matches),
          Map.entry("=~", Operators::search),
          Map.entry("[", Operators::element),
          Map.entry("&", Operators::and),
          Map.entry("|", Operators::or),
          Map.entry("^", Operators::xor));

  private Operators() {}

  private static Object search(Evaluation run, Object text, Object pattern) {
    if (text == null) {
      throw new NullPointerException("=~ on null");
    }
    return new Search(Regex.matcher(run, pattern, Values.text(run, text)));
  }

  private static Object plus(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.add(a, b));
    }
    if (left instanceof String || right instanceof String) {
      var a = Values.text(run, left);
      var b = Values.text(run, right);
      run.willMakeText((long) a.length() + b.length());
      return a + b;
    }
    if (left instanceof List<?> list) {
      var sum = new ArrayList<Object>(list);
      if (right instanceof List<?> more) {
        run.willMakeList((long) list.size() + more.size());
        sum.addAll(more);
      } else {
        sum.add(right);
      }
      return run.made(Collections.unmodifiableList(sum));
    }
    throw noOperator("+", left, right);
  }

  private static Object minus(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.subtract(a, b));
    }
    if (left instanceof String text) {
      return run.made(StringGroovyMethods.minus(text, (Object) Values.text(run, right)));
    }
    if (left instanceof List<?> list) {
      var removed = right instanceof List<?> many ? many : Collections.singletonList(right);
      return ListMethods.filter(
          run, list, each -> removed.stream().noneMatch(one -> Values.equal(run, one, each)));
    }
    throw noOperator("-", left, right);
  }

  private static Object multiply(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.multiply(a, b));
    }
    if (left instanceof String text && right instanceof Number times) {
      return repeat(run, text, times);
    }
    throw noOperator("*", left, right);
  }

  static String repeat(Evaluation run, String text, Number times) {
    run.willMakeText(Math.max(0, text.length() * times.longValue()));
    return StringGroovyMethods.multiply(text, times);
  }

  private static Object divide(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.divide(a, b));
    }
    throw noOperator("/", left, right);
  }

  static Object remainder(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.mod(a, b));
    }
    throw noOperator("%", left, right);
  }

  static Object power(Evaluation run, Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      run.willRaise(a, b);
      return run.made(raised(a, b));
    }
    throw noOperator("**", left, right);
  }

  private static Number raised(Number base, Number exponent) {
    if (exponent instanceof Integer times) {
      if (base instanceof Integer number) {
        return DefaultGroovyMethods.power(number, times);
      }
      if (base instanceof Long number) {
        return DefaultGroovyMethods.power(number, times);
      }
      if (base instanceof BigDecimal number) {
        return DefaultGroovyMethods.power(number, times);
      }
      if (base instanceof BigInteger number) {
        return DefaultGroovyMethods.power(number, times);
      }
    }
    return DefaultGroovyMethods.power(base, exponent);
  }

  private static Object and(Evaluation run, Object left, Object right) {
    if (left instanceof Boolean a) {
      return a & Values.truth(run, right);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.and(a, b));
    }
    throw noOperator("&", left, right);
  }

  private static Object or(Evaluation run, Object left, Object right) {
    if (left instanceof Boolean a) {
      return a | Values.truth(run, right);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.or(a, b));
    }
    throw noOperator("|", left, right);
  }

  private static Object xor(Evaluation run, Object left, Object right) {
    if (left instanceof Boolean a) {
      return a ^ Values.truth(run, right);
    }
    if (left instanceof Number a && right instanceof Number b) {
      return run.made(NumberMath.xor(a, b));
    }
    throw noOperator("^", left, right);
  }

  static Object negate(Evaluation run, Object value) {
    if (value instanceof Number number) {
      return run.made(NumberMath.unaryMinus(number));
    }
    throw new IllegalArgumentException("There is no - of " + Values.kind(value));
  }

  /** {@code value in container}, and what a {@code case} of a {@code switch} asks. */
  static boolean contains(Evaluation run, Object container, Object value) {
    if (container instanceof List<?> list) {
      for (var each : list) {
        if (same(run, each, value)) {
          return true;
        }
      }
      return false;
    }
    if (container instanceof Map<?, ?> map) {
      return Values.truth(run, map.get(value));
    }
    if (container instanceof Pattern pattern) {
      return Regex.matches(run, value, pattern);
    }
    if (container instanceof Class<?> type) {
      return Types.isInstance(type, value);
    }
    return Values.equal(run, container, value);
  }

  /** Java's equality, by which 1 and 1L are not the same. */
  static boolean same(Evaluation run, Object one, Object other) {
    if (Values.isScalar(one)) {
      run.charge(2);
      return one.equals(other);
    }
    return Values.equal(run, one, other);
  }

  /** {@code container[index]}. */
  static Object element(Evaluation run, Object container, Object index) {
    run.charge(2);
    if (container instanceof Map<?, ?> map) {
      return map.get(index);
    }
    if (index instanceof List<?> range) {
      return elements(run, container, range);
    }
    if (!(index instanceof Number number)) {
      throw new IllegalArgumentException("There is no [] of " + Values.kind(container));
    }
    if (container instanceof TextArray array) {
      return array.at(number.intValue());
    }
    if (container instanceof List<?> list) {
      return DefaultGroovyMethods.getAt(list, number);
    }
    if (container instanceof String text) {
      return StringGroovyMethods.getAt(text, number.intValue());
    }
    if (container instanceof Search search) {
      return search.found(run, number.intValue());
    }
    if (container == null) {
      throw new NullPointerException("[] on null");
    }
    throw new IllegalArgumentException("There is no [] of " + Values.kind(container));
  }

  private static Object elements(Evaluation run, Object container, List<?> range) {
    if (container instanceof String text) {
      run.willMakeText(range.size());
      return range instanceof IntRange numbers
          ? StringGroovyMethods.getAt(text, numbers)
          : StringGroovyMethods.getAt(text, range);
    }
    if (container instanceof List<?> list) {
      run.willMakeList(range.size());
      return range instanceof IntRange numbers
          ? Collections.unmodifiableList(DefaultGroovyMethods.getAt(list, (Range<?>) numbers))
          : ListMethods.map(run, range, each -> element(run, list, each));
    }
    throw new IllegalArgumentException("There is no [..] of " + Values.kind(container));
  }

  private static RuntimeException noOperator(String operator, Object left, Object right) {
    return left == null || right == null
        ? new NullPointerException(operator + " on null")
        : new IllegalArgumentException(
            "There is no " + operator + " of " + Values.kind(left) + " and " + Values.kind(right));
  }
}
