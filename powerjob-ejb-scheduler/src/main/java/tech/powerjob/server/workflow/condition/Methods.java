package tech.powerjob.server.workflow.condition;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what a script calls on a value. */
final class Methods {
  private static final MethodTable<Object> COMMON =
      new MethodTable<>()
          .with("equals", 1, (run, self, a) -> equals(run, self, a[0]))
          .with("toString", 0, (run, self, a) -> run.made(Values.text(run, self)));
  private static final MethodTable<Boolean> TRUTH =
      new MethodTable<Boolean>()
          .with("booleanValue", 0, (run, truth, a) -> truth)
          .with("asBoolean", 0, (run, truth, a) -> truth)
          .with("compareTo", 1, (run, truth, a) -> Values.compare(run, truth, a[0]));
  private static final MethodTable<Pattern> PATTERN =
      new MethodTable<Pattern>()
          .with(
              "matcher",
              1,
              (run, pattern, a) -> new Search(Regex.matcher(run, pattern, MethodTable.text(a[0]))));
  private static final MethodTable<Search> SEARCH =
      new MethodTable<Search>()
          .with("find", 0, (run, search, a) -> search.find(run))
          .with("matches", 0, (run, search, a) -> search.matches())
          .with("group", 0, (run, search, a) -> search.group(0))
          .with("group", 1, (run, search, a) -> search.group(MethodTable.number(a[0])))
          .with("getAt", 1, (run, search, a) -> search.found(run, MethodTable.number(a[0])))
          .with("size", 0, (run, search, a) -> (long) search.count(run))
          .with("getCount", 0, (run, search, a) -> search.count(run));

  private static final Set<String> NAMES = names();

  private Methods() {}

  private static Set<String> names() {
    var names = new HashSet<String>();
    for (var table :
        List.of(
            COMMON,
            TRUTH,
            PATTERN,
            SEARCH,
            TextMethods.TABLE,
            NumberMethods.TABLE,
            ListMethods.TABLE,
            MapMethods.TABLE,
            MapMethods.ENTRY_TABLE,
            JsonReading.TABLE,
            Caught.TABLE)) {
      names.addAll(table.names());
    }
    return Set.copyOf(names);
  }

  /** Whether any value has a method of this name. */
  static boolean knows(String name) {
    return NAMES.contains(name);
  }

  static Object call(Evaluation run, Object self, String name, Object[] arguments) {
    if (self instanceof String text) {
      chargeSearch(run, text, arguments);
    }
    var method = find(self, name, arguments.length);
    if (method != null) {
      return method.call(run, self, arguments);
    }
    var common = COMMON.find(name, arguments.length);
    if (common != null) {
      return common.call(run, self, arguments);
    }
    if (self == null) {
      throw new NullPointerException("Cannot invoke method " + name + "() on null object");
    }
    throw new IllegalArgumentException(
        Values.kind(self) + " has no method " + name + " with " + arguments.length + " arguments");
  }

  /** To look for a text in a text takes, at worst, time that grows with both lengths. */
  private static void chargeSearch(Evaluation run, String text, Object[] arguments) {
    long work = text.length() / 8;
    for (var argument : arguments) {
      work += argument instanceof String wanted ? (long) text.length() * wanted.length() / 64 : 0;
    }
    run.charge((int) Math.min(work, Evaluation.MAX_UNITS));
  }

  @SuppressWarnings("unchecked")
  private static Method<Object> find(Object self, String name, int arguments) {
    var table = tableOf(self);
    return table == null ? null : (Method<Object>) (Method<?>) table.find(name, arguments);
  }

  private static MethodTable<?> tableOf(Object self) {
    if (self instanceof String) {
      return TextMethods.TABLE;
    }
    if (self instanceof Number) {
      return NumberMethods.TABLE;
    }
    if (self instanceof List) {
      return ListMethods.TABLE;
    }
    if (self instanceof Map) {
      return MapMethods.TABLE;
    }
    if (self instanceof Boolean) {
      return TRUTH;
    }
    if (self instanceof Map.Entry) {
      return MapMethods.ENTRY_TABLE;
    }
    if (self instanceof Search) {
      return SEARCH;
    }
    if (self instanceof Pattern) {
      return PATTERN;
    }
    if (self instanceof JsonReading) {
      return JsonReading.TABLE;
    }
    return self instanceof Caught ? Caught.TABLE : null;
  }

  private static boolean equals(Evaluation run, Object self, Object other) {
    return Values.isScalar(self) ? Objects.equals(self, other) : Values.equal(run, self, other);
  }

  /** {@code self.name}. */
  static Object property(Evaluation run, Object self, String name) {
    run.charge(2);
    if (self == null) {
      throw new NullPointerException("Cannot get property '" + name + "' on null object");
    }
    if (self instanceof Map<?, ?> map) {
      return map.get(name);
    }
    if (self instanceof Map.Entry<?, ?> entry && (name.equals("key") || name.equals("value"))) {
      return name.equals("key") ? entry.getKey() : entry.getValue();
    }
    if (self instanceof List<?> list) {
      if (name.equals("empty")) {
        return list.isEmpty();
      }
      return name.equals("length") && list instanceof TextArray
          ? list.size()
          : ListMethods.map(run, list, each -> property(run, each, name));
    }
    if (self instanceof String text && (name.equals("empty") || name.equals("blank"))) {
      return name.equals("empty") ? text.isEmpty() : text.isBlank();
    }
    if (self instanceof Caught caught && name.equals("message")) {
      return caught.message();
    }
    if (self instanceof Search search && name.equals("count")) {
      return search.count(run);
    }
    throw new IllegalArgumentException(Values.kind(self) + " has no property " + name);
  }
}
