package tech.powerjob.server.workflow.condition;

import static org.codehaus.groovy.runtime.StringGroovyMethods.asBoolean;
import static tech.powerjob.server.workflow.condition.MethodTable.number;
import static tech.powerjob.server.workflow.condition.MethodTable.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;
import org.codehaus.groovy.runtime.StringGroovyMethods;

/** The methods of texts. */
final class TextMethods {
  static final MethodTable<String> TABLE = table();

  private static final int MAX_DIGITS = 2_000;

  private TextMethods() {}

  private static MethodTable<String> table() {
    var table = new MethodTable<String>();
    questions(table);
    parts(table);
    changes(table);
    numbers(table);
    return table;
  }

  private static void questions(MethodTable<String> table) {
    table
        .with("length", 0, (run, s, a) -> s.length())
        .with("size", 0, (run, s, a) -> s.length())
        .with("isEmpty", 0, (run, s, a) -> s.isEmpty())
        .with("isBlank", 0, (run, s, a) -> s.isBlank())
        .with("isAllWhitespace", 0, (run, s, a) -> s.isBlank())
        .with("asBoolean", 0, (run, s, a) -> asBoolean(s))
        .with("equalsIgnoreCase", 1, (run, s, a) -> a[0] != null && s.equalsIgnoreCase(text(a[0])))
        .with("compareTo", 1, (run, s, a) -> Values.compare(run, s, a[0]))
        .with("compareToIgnoreCase", 1, (run, s, a) -> s.compareToIgnoreCase(text(a[0])))
        .with("contentEquals", 1, (run, s, a) -> s.contentEquals(text(a[0])))
        .with("contains", 1, (run, s, a) -> s.contains(text(a[0])))
        .with("containsIgnoreCase", 1, (run, s, a) -> lower(s).contains(lower(text(a[0]))))
        .with("startsWith", 1, (run, s, a) -> s.startsWith(text(a[0])))
        .with("startsWith", 2, (run, s, a) -> s.startsWith(text(a[0]), number(a[1])))
        .with("endsWith", 1, (run, s, a) -> s.endsWith(text(a[0])))
        .with("startsWithIgnoreCase", 1, (run, s, a) -> lower(s).startsWith(lower(text(a[0]))))
        .with("endsWithIgnoreCase", 1, (run, s, a) -> lower(s).endsWith(lower(text(a[0]))))
        .with("indexOf", 1, (run, s, a) -> s.indexOf(text(a[0])))
        .with("indexOf", 2, (run, s, a) -> s.indexOf(text(a[0]), number(a[1])))
        .with("lastIndexOf", 1, (run, s, a) -> s.lastIndexOf(text(a[0])))
        .with("matches", 1, (run, s, a) -> Regex.matches(run, s, a[0]))
        .with("hashCode", 0, (run, s, a) -> s.hashCode())
        .with("count", 1, (run, s, a) -> StringGroovyMethods.count(s, text(a[0])))
        .with(
            "isNumber",
            0,
            (run, s, a) -> s.length() <= MAX_DIGITS && StringGroovyMethods.isNumber(s))
        .with("isInteger", 0, (run, s, a) -> StringGroovyMethods.isInteger(s))
        .with("isLong", 0, (run, s, a) -> StringGroovyMethods.isLong(s))
        .with("isFloat", 0, (run, s, a) -> StringGroovyMethods.isFloat(s))
        .with("isDouble", 0, (run, s, a) -> StringGroovyMethods.isDouble(s))
        .with(
            "isBigDecimal",
            0,
            (run, s, a) -> s.length() <= MAX_DIGITS && StringGroovyMethods.isBigDecimal(s))
        .with(
            "isBigInteger",
            0,
            (run, s, a) -> s.length() <= MAX_DIGITS && StringGroovyMethods.isBigInteger(s));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static void parts(MethodTable<String> table) {
    table
        .with("charAt", 1, (run, s, a) -> s.charAt(number(a[0])))
        .with("getAt", 1, (run, s, a) -> Operators.element(run, s, a[0]))
        .with("substring", 1, (run, s, a) -> s.substring(number(a[0])))
        .with("substring", 2, (run, s, a) -> s.substring(number(a[0]), number(a[1])))
        .with("subSequence", 2, (run, s, a) -> s.substring(number(a[0]), number(a[1])))
        .with("take", 1, (run, s, a) -> StringGroovyMethods.take(s, number(a[0])))
        .with("drop", 1, (run, s, a) -> StringGroovyMethods.drop(s, number(a[0])))
        .with("split", 0, (run, s, a) -> Regex.split(run, s.trim(), "\\s+", 0))
        .with("split", 1, (run, s, a) -> Regex.split(run, s, a[0], 0))
        .with("split", 2, (run, s, a) -> Regex.split(run, s, a[0], number(a[1])))
        .with("tokenize", 0, (run, s, a) -> tokens(run, s, " \t\n\r\f"))
        .with("tokenize", 1, (run, s, a) -> tokens(run, s, text(a[0])))
        .with("readLines", 0, (run, s, a) -> Regex.split(run, s, "\r?\n", 0))
        .with("toList", 0, (run, s, a) -> Types.coerce(run, java.util.List.class, s));
  }

  private static Object tokens(Evaluation run, String text, String delimiters) {
    run.willMakeText(text.length());
    return run.made(
        Collections.unmodifiableList(
            new ArrayList<Object>(StringGroovyMethods.tokenize(text, delimiters))));
  }

  private static void changes(MethodTable<String> table) {
    table
        .with("toString", 0, (run, s, a) -> s)
        .with("trim", 0, (run, s, a) -> run.made(s.trim()))
        .with("strip", 0, (run, s, a) -> run.made(s.strip()))
        .with("toLowerCase", 0, (run, s, a) -> run.made(lower(s)))
        .with("toUpperCase", 0, (run, s, a) -> run.made(s.toUpperCase(Locale.ROOT)))
        .with("capitalize", 0, (run, s, a) -> run.made(StringGroovyMethods.capitalize(s)))
        .with("uncapitalize", 0, (run, s, a) -> run.made(StringGroovyMethods.uncapitalize(s)))
        .with("reverse", 0, (run, s, a) -> run.made(StringGroovyMethods.reverse(s)))
        .with("concat", 1, (run, s, a) -> Operators.BINARY.get("+").apply(run, s, text(a[0])))
        .with("plus", 1, (run, s, a) -> Operators.BINARY.get("+").apply(run, s, a[0]))
        .with("minus", 1, (run, s, a) -> Operators.BINARY.get("-").apply(run, s, a[0]))
        .with("multiply", 1, (run, s, a) -> Operators.repeat(run, s, number(a[0])))
        .with("repeat", 1, (run, s, a) -> Operators.repeat(run, s, number(a[0])))
        .with("replace", 2, (run, s, a) -> replace(run, s, text(a[0]), text(a[1])))
        .with("replaceAll", 2, (run, s, a) -> Regex.replace(run, s, a[0], text(a[1]), true))
        .with("replaceFirst", 2, (run, s, a) -> Regex.replace(run, s, a[0], text(a[1]), false))
        .with("padLeft", 1, (run, s, a) -> pad(run, s, number(a[0]), " ", true))
        .with("padLeft", 2, (run, s, a) -> pad(run, s, number(a[0]), text(a[1]), true))
        .with("padRight", 1, (run, s, a) -> pad(run, s, number(a[0]), " ", false))
        .with("padRight", 2, (run, s, a) -> pad(run, s, number(a[0]), text(a[1]), false));
  }

  private static Object replace(Evaluation run, String text, String from, String to) {
    long found = from.isEmpty() ? text.length() + 1L : StringGroovyMethods.count(text, from);
    run.willMakeText(text.length() + found * Math.max(0, to.length() - from.length()));
    return text.replace(from, to);
  }

  private static Object pad(Evaluation run, String text, int length, String with, boolean left) {
    run.willMakeText(Math.max(text.length(), (long) length + with.length()));
    return left
        ? StringGroovyMethods.padLeft(text, length, with)
        : StringGroovyMethods.padRight(text, length, with);
  }

  private static void numbers(MethodTable<String> table) {
    table
        .with("toInteger", 0, (run, s, a) -> StringGroovyMethods.toInteger(s))
        .with("toLong", 0, (run, s, a) -> StringGroovyMethods.toLong(s))
        .with("toShort", 0, (run, s, a) -> StringGroovyMethods.toShort(s))
        .with("toFloat", 0, (run, s, a) -> StringGroovyMethods.toFloat(s))
        .with("toDouble", 0, (run, s, a) -> StringGroovyMethods.toDouble(s))
        .with("toBoolean", 0, (run, s, a) -> StringGroovyMethods.toBoolean(s))
        .with("toBigDecimal", 0, (run, s, a) -> decimal(run, s))
        .with("toBigInteger", 0, (run, s, a) -> integer(run, s));
  }

  static Number decimal(Evaluation run, String text) {
    checkDigits(run, text);
    return run.made(new java.math.BigDecimal(text.trim()));
  }

  static Number integer(Evaluation run, String text) {
    checkDigits(run, text);
    return run.made(new java.math.BigInteger(text.trim()));
  }

  /** Reading a number takes time that grows with the square of its length. */
  static void checkDigits(Evaluation run, String text) {
    if (text.length() > MAX_DIGITS) {
      throw new LimitReached("a number of " + text.length() + " digits");
    }
    run.charge(text.length());
  }
}
