package tech.powerjob.server.workflow.condition;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;
import org.codehaus.groovy.runtime.typehandling.NumberMath;

/** The methods of numbers. */
final class NumberMethods {
  static final MethodTable<Number> TABLE = table();

  private NumberMethods() {}

  private static MethodTable<Number> table() {
    var table = new MethodTable<Number>();
    conversions(table);
    operations(table);
    return table;
  }

  private static void conversions(MethodTable<Number> table) {
    table
        .with("intValue", 0, (run, n, a) -> n.intValue())
        .with("longValue", 0, (run, n, a) -> n.longValue())
        .with("shortValue", 0, (run, n, a) -> n.shortValue())
        .with("floatValue", 0, (run, n, a) -> n.floatValue())
        .with("doubleValue", 0, (run, n, a) -> n.doubleValue())
        .with("toInteger", 0, (run, n, a) -> n.intValue())
        .with("toLong", 0, (run, n, a) -> n.longValue())
        .with("toFloat", 0, (run, n, a) -> DefaultGroovyMethods.toFloat(n))
        .with("toDouble", 0, (run, n, a) -> DefaultGroovyMethods.toDouble(n))
        .with("toBigDecimal", 0, (run, n, a) -> run.made(DefaultGroovyMethods.toBigDecimal(n)))
        .with("toBigInteger", 0, (run, n, a) -> run.made(DefaultGroovyMethods.toBigInteger(n)))
        .with("toString", 0, (run, n, a) -> run.made(n.toString()))
        .with("asBoolean", 0, (run, n, a) -> Values.truth(run, n))
        .with("hashCode", 0, (run, n, a) -> n.hashCode())
        .with("isNaN", 0, (run, n, a) -> Double.isNaN(n.doubleValue()))
        .with("isInfinite", 0, (run, n, a) -> Double.isInfinite(n.doubleValue()));
  }

  private static void operations(MethodTable<Number> table) {
    table
        .with("compareTo", 1, (run, n, a) -> Values.compare(run, n, a[0]))
        .with("abs", 0, (run, n, a) -> run.made(NumberMath.abs(n)))
        .with("negate", 0, (run, n, a) -> Operators.negate(run, n))
        .with("signum", 0, (run, n, a) -> Values.compare(run, n, 0))
        .with("plus", 1, (run, n, a) -> Operators.BINARY.get("+").apply(run, n, a[0]))
        .with("add", 1, (run, n, a) -> Operators.BINARY.get("+").apply(run, n, a[0]))
        .with("minus", 1, (run, n, a) -> Operators.BINARY.get("-").apply(run, n, a[0]))
        .with("subtract", 1, (run, n, a) -> Operators.BINARY.get("-").apply(run, n, a[0]))
        .with("multiply", 1, (run, n, a) -> Operators.BINARY.get("*").apply(run, n, a[0]))
        .with("div", 1, (run, n, a) -> Operators.BINARY.get("/").apply(run, n, a[0]))
        .with("mod", 1, (run, n, a) -> Operators.remainder(run, n, a[0]))
        .with("power", 1, (run, n, a) -> Operators.power(run, n, a[0]))
        .with("intdiv", 1, (run, n, a) -> run.made(NumberMath.intdiv(n, numeric(a[0]))))
        .with("round", 0, (run, n, a) -> round(run, n))
        .with("round", 1, (run, n, a) -> round(run, n, MethodTable.number(a[0])))
        .with("setScale", 1, (run, n, a) -> scale(run, n, MethodTable.number(a[0])))
        .with("max", 1, (run, n, a) -> Values.compare(run, n, a[0]) >= 0 ? n : a[0])
        .with("min", 1, (run, n, a) -> Values.compare(run, n, a[0]) <= 0 ? n : a[0]);
  }

  static Number numeric(Object value) {
    if (value instanceof Number number) {
      return number;
    }
    throw value == null
        ? new NullPointerException("an argument is null")
        : new IllegalArgumentException(Values.kind(value) + " is not a number");
  }

  private static Object round(Evaluation run, Number number) {
    if (number instanceof BigDecimal decimal) {
      return run.made(new BigDecimal(decimal.setScale(0, RoundingMode.HALF_UP).toBigInteger()));
    }
    if (number instanceof Float || number instanceof Double) {
      return number instanceof Float single
          ? (Object) Math.round(single)
          : Math.round(number.doubleValue());
    }
    throw new IllegalArgumentException("There is no round of a whole number");
  }

  private static Object round(Evaluation run, Number number, int places) {
    checkPlaces(places);
    if (number instanceof BigDecimal decimal) {
      return run.made(decimal.setScale(places, RoundingMode.HALF_UP));
    }
    if (number instanceof Double decimal) {
      return DefaultGroovyMethods.round(decimal, places);
    }
    if (number instanceof Float decimal) {
      return DefaultGroovyMethods.round(decimal, places);
    }
    throw new IllegalArgumentException("There is no round of a whole number");
  }

  private static Object scale(Evaluation run, Number number, int places) {
    checkPlaces(places);
    if (number instanceof BigDecimal decimal) {
      return run.made(decimal.setScale(places));
    }
    throw new IllegalArgumentException("There is no setScale of " + Values.kind(number));
  }

  private static void checkPlaces(int places) {
    if (Math.abs((long) places) > 400) {
      throw new LimitReached("a number has more than 400 places");
    }
  }

  /** {@code new BigDecimal(value)}. */
  static Number decimal(Evaluation run, Object value) {
    if (value instanceof Number number) {
      return run.made(
          number instanceof Double || number instanceof Float
              ? new BigDecimal(number.doubleValue())
              : DefaultGroovyMethods.toBigDecimal(number));
    }
    return TextMethods.decimal(run, MethodTable.text(value));
  }

  /** {@code new BigInteger(value)}. */
  static Number integer(Evaluation run, Object value) {
    return value instanceof BigInteger number
        ? number
        : TextMethods.integer(run, MethodTable.text(value));
  }
}
