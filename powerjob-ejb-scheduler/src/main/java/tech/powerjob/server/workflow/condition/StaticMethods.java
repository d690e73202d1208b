package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.MethodTable.number;
import static tech.powerjob.server.workflow.condition.MethodTable.text;
import static tech.powerjob.server.workflow.condition.NumberMethods.numeric;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.runtime.typehandling.NumberMath;

/** What a script may call on the name of a type, and the types of which it may make values. */
final class StaticMethods {
  private static final Map<String, MethodTable<Void>> TABLES = tables();
  private static final MethodTable<Void> CONSTRUCTORS = constructors();
  private static final Map<String, Object> CONSTANTS =
      Map.of(
          "Integer.MAX_VALUE", Integer.MAX_VALUE,
          "Integer.MIN_VALUE", Integer.MIN_VALUE,
          "Long.MAX_VALUE", Long.MAX_VALUE,
          "Long.MIN_VALUE", Long.MIN_VALUE,
          "Boolean.TRUE", true,
          "Boolean.FALSE", false,
          "BigDecimal.ZERO", java.math.BigDecimal.ZERO,
          "BigDecimal.ONE", java.math.BigDecimal.ONE,
          "BigInteger.ZERO", java.math.BigInteger.ZERO,
          "BigInteger.ONE", java.math.BigInteger.ONE);

  private StaticMethods() {}

  /** Whether there is anything to call on a type of this name. */
  static boolean knows(String type) {
    return TABLES.containsKey(type) || type.equals("JsonSlurper");
  }

  static Optional<Method<Void>> find(String type, String name, int arguments) {
    return Optional.ofNullable(TABLES.get(type)).map(table -> table.find(name, arguments));
  }

  static Optional<Method<Void>> constructor(String type, int arguments) {
    return Optional.ofNullable(CONSTRUCTORS.find(type, arguments));
  }

  static Optional<Object> constant(String type, String name) {
    return Optional.ofNullable(CONSTANTS.get(type + "." + name));
  }

  private static Map<String, MethodTable<Void>> tables() {
    var tables = new HashMap<String, MethodTable<Void>>();
    wholeNumbers(tables);
    otherNumbers(tables);
    tables.put("Math", mathematics());
    tables.put("Boolean", truths());
    tables.put(
        "String",
        new MethodTable<Void>()
            .with("valueOf", 1, (run, none, a) -> run.made(Values.text(run, a[0])))
            .with(
                "join",
                2,
                (run, none, a) ->
                    ListMethods.TABLE
                        .find("join", 1)
                        .call(run, ListMethods.list(a[1]), new Object[] {text(a[0])})));
    tables.put(
        "Objects",
        new MethodTable<Void>()
            .with("equals", 2, (run, none, a) -> Values.equal(run, a[0], a[1]))
            .with("isNull", 1, (run, none, a) -> a[0] == null)
            .with("nonNull", 1, (run, none, a) -> a[0] != null)
            .with("toString", 1, (run, none, a) -> run.made(Values.text(run, a[0]))));
    tables.put("StringUtils", textQuestions());
    tables.put(
        "Pattern",
        new MethodTable<Void>()
            .with("matches", 2, (run, none, a) -> Regex.matches(run, a[1], a[0]))
            .with("compile", 1, (run, none, a) -> Regex.compile(run, a[0])));
    return tables;
  }

  private static void wholeNumbers(Map<String, MethodTable<Void>> tables) {
    tables.put(
        "Integer",
        new MethodTable<Void>()
            .with("parseInt", 1, (run, none, a) -> Integer.parseInt(parsed(a[0])))
            .with("parseInt", 2, (run, none, a) -> Integer.parseInt(parsed(a[0]), number(a[1])))
            .with(
                "valueOf",
                1,
                (run, none, a) ->
                    a[0] instanceof Number n ? n.intValue() : Integer.valueOf(parsed(a[0])))
            .with("compare", 2, (run, none, a) -> Values.compare(run, a[0], a[1]))
            .with("toString", 1, (run, none, a) -> Values.text(run, numeric(a[0]))));
    tables.put(
        "Long",
        new MethodTable<Void>()
            .with("parseLong", 1, (run, none, a) -> Long.parseLong(parsed(a[0])))
            .with(
                "valueOf",
                1,
                (run, none, a) ->
                    a[0] instanceof Number n ? n.longValue() : Long.valueOf(parsed(a[0])))
            .with("compare", 2, (run, none, a) -> Values.compare(run, a[0], a[1]))
            .with("toString", 1, (run, none, a) -> Values.text(run, numeric(a[0]))));
    tables.put(
        "Short",
        new MethodTable<Void>()
            .with("parseShort", 1, (run, none, a) -> Short.parseShort(parsed(a[0])))
            .with("valueOf", 1, (run, none, a) -> Short.valueOf(parsed(a[0]))));
    tables.put(
        "BigInteger",
        new MethodTable<Void>()
            .with(
                "valueOf",
                1,
                (run, none, a) -> java.math.BigInteger.valueOf(numeric(a[0]).longValue())));
  }

  /** A text to read a number from; that null is none is said by the reader. */
  private static String parsed(Object value) {
    return value == null ? null : text(value);
  }

  private static void otherNumbers(Map<String, MethodTable<Void>> tables) {
    tables.put(
        "Double",
        new MethodTable<Void>()
            .with("parseDouble", 1, (run, none, a) -> Double.parseDouble(parsed(a[0])))
            .with(
                "valueOf",
                1,
                (run, none, a) ->
                    a[0] instanceof Number n ? n.doubleValue() : Double.valueOf(parsed(a[0])))
            .with("compare", 2, (run, none, a) -> Values.compare(run, a[0], a[1]))
            .with("isNaN", 1, (run, none, a) -> Double.isNaN(numeric(a[0]).doubleValue()))
            .with("toString", 1, (run, none, a) -> Values.text(run, numeric(a[0]))));
    tables.put(
        "Float",
        new MethodTable<Void>()
            .with("parseFloat", 1, (run, none, a) -> Float.parseFloat(parsed(a[0])))
            .with(
                "valueOf",
                1,
                (run, none, a) ->
                    a[0] instanceof Number n ? n.floatValue() : Float.valueOf(parsed(a[0]))));
    tables.put(
        "BigDecimal",
        new MethodTable<Void>().with("valueOf", 1, (run, none, a) -> decimal(run, numeric(a[0]))));
  }

  private static Number decimal(Evaluation run, Number value) {
    return run.made(
        value instanceof Double || value instanceof Float
            ? java.math.BigDecimal.valueOf(value.doubleValue())
            : NumberMath.toBigDecimal(value));
  }

  private static MethodTable<Void> mathematics() {
    return new MethodTable<Void>()
        .with("abs", 1, (run, none, a) -> run.made(NumberMath.abs(numeric(a[0]))))
        .with("max", 2, (run, none, a) -> extreme(run, a, 1))
        .with("min", 2, (run, none, a) -> extreme(run, a, -1))
        .with(
            "round",
            1,
            (run, none, a) ->
                a[0] instanceof Float single
                    ? (Object) Math.round(single)
                    : Math.round(numeric(a[0]).doubleValue()))
        .with("floor", 1, (run, none, a) -> Math.floor(numeric(a[0]).doubleValue()))
        .with("ceil", 1, (run, none, a) -> Math.ceil(numeric(a[0]).doubleValue()))
        .with("sqrt", 1, (run, none, a) -> Math.sqrt(numeric(a[0]).doubleValue()))
        .with(
            "pow",
            2,
            (run, none, a) -> Math.pow(numeric(a[0]).doubleValue(), numeric(a[1]).doubleValue()));
  }

  private static Object extreme(Evaluation run, Object[] a, int sign) {
    boolean first = Integer.signum(Values.compare(run, numeric(a[0]), numeric(a[1]))) != -sign;
    return first ? a[0] : a[1];
  }

  private static MethodTable<Void> truths() {
    return new MethodTable<Void>()
        .with("parseBoolean", 1, (run, none, a) -> Boolean.parseBoolean(parsed(a[0])))
        .with(
            "valueOf",
            1,
            (run, none, a) ->
                a[0] instanceof Boolean truth ? truth : Boolean.parseBoolean(parsed(a[0])))
        .with("toString", 1, (run, none, a) -> Values.text(run, a[0]));
  }

  private static MethodTable<Void> textQuestions() {
    return new MethodTable<Void>()
        .with("isEmpty", 1, (run, none, a) -> a[0] == null || text(a[0]).isEmpty())
        .with("isNotEmpty", 1, (run, none, a) -> a[0] != null && !text(a[0]).isEmpty())
        .with("isBlank", 1, (run, none, a) -> a[0] == null || text(a[0]).isBlank())
        .with("isNotBlank", 1, (run, none, a) -> a[0] != null && !text(a[0]).isBlank())
        .with("equals", 2, (run, none, a) -> Values.equal(run, a[0], a[1]))
        .with(
            "equalsIgnoreCase",
            2,
            (run, none, a) ->
                a[0] == null || a[1] == null
                    ? a[0] == a[1]
                    : text(a[0]).equalsIgnoreCase(text(a[1])))
        .with(
            "isNumeric",
            1,
            (run, none, a) ->
                a[0] != null
                    && !text(a[0]).isEmpty()
                    && text(a[0]).chars().allMatch(Character::isDigit));
  }

  private static MethodTable<Void> constructors() {
    return new MethodTable<Void>()
        .with("BigDecimal", 1, (run, none, a) -> NumberMethods.decimal(run, a[0]))
        .with("BigInteger", 1, (run, none, a) -> NumberMethods.integer(run, a[0]))
        .with("Integer", 1, (run, none, a) -> call("Integer", run, a))
        .with("Long", 1, (run, none, a) -> call("Long", run, a))
        .with("Double", 1, (run, none, a) -> call("Double", run, a))
        .with("Boolean", 1, (run, none, a) -> call("Boolean", run, a))
        .with("String", 1, (run, none, a) -> text(a[0]))
        .with("JsonSlurper", 0, (run, none, a) -> JsonReading.SLURPER);
  }

  private static Object call(String type, Evaluation run, Object[] arguments) {
    return TABLES.get(type).find("valueOf", 1).call(run, null, arguments);
  }
}
