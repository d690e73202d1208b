package tech.powerjob.web.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What users of PowerJob's console write behind {@code where} of its task list, such as {@code
 * status in (5, 6) order by last_modified_time desc}. It is understood here, and never reaches a
 * database. Immutable.
 */
final class TaskCondition {
  /** Columns of PowerJob's task list. */
  static final Set<String> COLUMNS =
      Set.of(
          "task_id",
          "instance_id",
          "sub_instance_id",
          "task_name",
          "task_content",
          "address",
          "status",
          "result",
          "failed_cnt",
          "created_time",
          "last_modified_time",
          "last_report_time");

  private final Predicate<Map<String, Object>> where;
  private final Comparator<Map<String, Object>> order;
  private final Set<Long> statuses;

  private TaskCondition(
      Predicate<Map<String, Object>> where,
      Comparator<Map<String, Object>> order,
      Set<Long> statuses) {
    this.where = where;
    this.order = order;
    this.statuses = statuses;
  }

  /**
   * Understands a condition; a blank one is met by every task.
   *
   * @throws IllegalArgumentException naming what in it is not understood
   */
  static TaskCondition parse(String text) {
    return new Parser(text == null ? "" : text).query();
  }

  /** Whether a task, its columns by name, meets the condition. */
  boolean matches(Map<String, Object> task) {
    return where.test(task);
  }

  /** The order that is asked for; empty if none is. */
  Optional<Comparator<Map<String, Object>>> order() {
    return Optional.ofNullable(order);
  }

  /** The codes that a task's status must be among; empty if the condition does not say so. */
  Set<Long> statuses() {
    return statuses;
  }

  private static int compare(Object left, Object right) {
    if (left instanceof Number a && right instanceof Number b) {
      return Double.compare(a.doubleValue(), b.doubleValue());
    }
    if (left instanceof Number a && right instanceof String b && b.matches("-?[0-9]{1,18}")) {
      return Long.compare(a.longValue(), Long.parseLong(b));
    }
    return left.toString().compareTo(right.toString());
  }

  /** One text. */
  private static final class Parser {
    private static final int MOST_TOKENS = 400;
    private static final int DEEPEST = 20;
    private static final int LONGEST = 2_000;
    private static final Pattern TOKEN =
        Pattern.compile(
            "\\s*(?:([A-Za-z_][A-Za-z_0-9.]*)|(-?[0-9]+(?:\\.[0-9]+)?)|'((?:[^']++|'')*+)'"
                + "|\"([^\"]*)\"|(<>|!=|<=|>=|--|/\\*|\\S))");

    private final List<String> kinds = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Set<Long> statuses = new java.util.TreeSet<>();
    private int at;
    private int depth;
    private boolean onlyAnd = true;

    Parser(String text) {
      var trimmed = text.strip();
      if (trimmed.length() > LONGEST) {
        throw refused("so long a condition");
      }
      var found = TOKEN.matcher(trimmed);
      while (found.lookingAt() && found.end() > found.start()) {
        add(found);
        found.region(found.end(), trimmed.length());
        if (texts.size() > MOST_TOKENS) {
          throw refused("so long a condition");
        }
      }
    }

    private void add(java.util.regex.Matcher found) {
      if (found.group(1) != null) {
        put("word", found.group(1));
      } else if (found.group(2) != null) {
        put("number", found.group(2));
      } else if (found.group(3) != null) {
        put("text", found.group(3).replace("''", "'"));
      } else if (found.group(4) != null) {
        put("text", found.group(4));
      } else {
        put("sign", found.group(5));
      }
    }

    private void put(String kind, String text) {
      kinds.add(kind);
      texts.add(text);
    }

    private static IllegalArgumentException refused(String what) {
      return new IllegalArgumentException(
          "customQuery has %s, which is not supported: it takes conditions on %s with =, !=, <, >,"
                  .formatted(what, COLUMNS.stream().sorted().toList())
              + " IN, LIKE, BETWEEN, IS NULL, AND, OR, NOT, and ORDER BY");
    }

    private RuntimeException refusedHere() {
      return refused(at < texts.size() ? "'" + shown(texts.get(at)) + "'" : "an early end");
    }

    private static String shown(String text) {
      return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private boolean is(String word) {
      return at < texts.size()
          && !kinds.get(at).equals("text")
          && texts.get(at).equalsIgnoreCase(word);
    }

    private boolean take(String word) {
      boolean there = is(word);
      at += there ? 1 : 0;
      return there;
    }

    private void require(String word) {
      if (!take(word)) {
        throw refusedHere();
      }
    }

    TaskCondition query() {
      Predicate<Map<String, Object>> where =
          at == texts.size() || is("order") || is("limit") ? task -> true : or();
      Comparator<Map<String, Object>> order = null;
      if (take("order")) {
        require("by");
        order = column();
        while (take(",")) {
          order = order.thenComparing(column());
        }
      }
      if (take("limit")) {
        number();
      }
      if (at < texts.size()) {
        throw refusedHere();
      }
      return new TaskCondition(where, order, onlyAnd ? Set.copyOf(statuses) : Set.of());
    }

    private Comparator<Map<String, Object>> column() {
      var name = name();
      Comparator<Map<String, Object>> order =
          Comparator.comparing(
              task -> task.get(name), Comparator.nullsFirst(TaskCondition::compare));
      if (take("desc")) {
        return order.reversed();
      }
      take("asc");
      return order;
    }

    private Predicate<Map<String, Object>> or() {
      var either = and();
      while (take("or")) {
        onlyAnd = false;
        either = either.or(and());
      }
      return either;
    }

    private Predicate<Map<String, Object>> and() {
      var both = not();
      while (take("and")) {
        both = both.and(not());
      }
      return both;
    }

    private Predicate<Map<String, Object>> not() {
      if (take("not")) {
        onlyAnd = false;
        return not().negate();
      }
      if (take("(")) {
        if (++depth > DEEPEST) {
          throw refused("so many brackets");
        }
        var inner = or();
        require(")");
        depth--;
        return inner;
      }
      return comparison();
    }

    private String name() {
      if (at >= texts.size() || !kinds.get(at).equals("word")) {
        throw refusedHere();
      }
      var name = texts.get(at).toLowerCase(Locale.ROOT);
      if (!COLUMNS.contains(name)) {
        throw refusedHere();
      }
      at++;
      return name;
    }

    private Object literal() {
      if (at >= texts.size()) {
        throw refusedHere();
      }
      if (kinds.get(at).equals("number")) {
        return number();
      }
      if (!kinds.get(at).equals("text")) {
        throw refusedHere();
      }
      return texts.get(at++);
    }

    private Number number() {
      if (at >= texts.size() || !kinds.get(at).equals("number")) {
        throw refusedHere();
      }
      var text = texts.get(at++);
      return text.contains(".") || text.length() > 18
          ? (Number) Double.valueOf(text)
          : (Number) Long.valueOf(text);
    }

    private Predicate<Map<String, Object>> comparison() {
      var name = name();
      if (take("is")) {
        boolean negated = take("not");
        require("null");
        return task -> (task.get(name) == null) != negated;
      }
      boolean negated = take("not");
      if (take("in")) {
        return in(name, negated);
      }
      if (take("like")) {
        var pattern = literal().toString().toLowerCase(Locale.ROOT);
        return known(
            name, value -> isLike(value.toString().toLowerCase(Locale.ROOT), pattern) != negated);
      }
      if (take("between")) {
        var low = literal();
        require("and");
        var high = literal();
        return known(
            name, value -> (compare(value, low) >= 0 && compare(value, high) <= 0) != negated);
      }
      if (negated || at >= texts.size()) {
        throw refusedHere();
      }
      return compared(name, texts.get(at));
    }

    private Predicate<Map<String, Object>> compared(String name, String sign) {
      Predicate<Integer> wanted =
          switch (sign) {
            case "=" -> sum -> sum == 0;
            case "!=", "<>" -> sum -> sum != 0;
            case "<" -> sum -> sum < 0;
            case "<=" -> sum -> sum <= 0;
            case ">" -> sum -> sum > 0;
            case ">=" -> sum -> sum >= 0;
            default -> throw refusedHere();
          };
      at++;
      var other = literal();
      if (sign.equals("=")) {
        remember(name, List.of(other));
      }
      return known(name, value -> wanted.test(compare(value, other)));
    }

    private Predicate<Map<String, Object>> in(String name, boolean negated) {
      require("(");
      var values = new ArrayList<Object>();
      do {
        values.add(literal());
      } while (take(","));
      require(")");
      if (!negated) {
        remember(name, values);
      }
      return known(
          name, value -> values.stream().anyMatch(each -> compare(value, each) == 0) != negated);
    }

    /** A second condition on the status could contradict the first: then all are looked at. */
    private void remember(String name, List<Object> values) {
      if (name.equals("status")) {
        onlyAnd = onlyAnd && statuses.isEmpty();
        values.stream().filter(Long.class::isInstance).map(Long.class::cast).forEach(statuses::add);
        onlyAnd = onlyAnd && statuses.size() == Set.copyOf(values).size();
      }
    }

    private static Predicate<Map<String, Object>> known(String name, Predicate<Object> test) {
      return task -> {
        var value = task.get(name);
        return Objects.nonNull(value) && test.test(value);
      };
    }
  }

  /**
   * Whether a text is like a pattern of SQL. By hand, because a regular expression made of it could
   * be made to take for ever.
   */
  static boolean isLike(String text, String pattern) {
    int at = 0;
    int next = 0;
    int lastAny = -1;
    int resume = 0;
    while (at < text.length()) {
      if (next < pattern.length() && pattern.charAt(next) == '%') {
        lastAny = next++;
        resume = at;
      } else if (next < pattern.length()
          && (pattern.charAt(next) == '_' || pattern.charAt(next) == text.charAt(at))) {
        next++;
        at++;
      } else if (lastAny >= 0) {
        next = lastAny + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (next < pattern.length() && pattern.charAt(next) == '%') {
      next++;
    }
    return next == pattern.length();
  }
}
