package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.MethodTable.closure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of maps, above all of the context. They leave the map as it is. */
final class MapMethods {
  static final MethodTable<Map<?, ?>> TABLE = table();
  static final MethodTable<Map.Entry<?, ?>> ENTRY_TABLE =
      new MethodTable<Map.Entry<?, ?>>()
          .with("getKey", 0, (run, e, a) -> e.getKey())
          .with("getValue", 0, (run, e, a) -> e.getValue())
          .with("toString", 0, (run, e, a) -> run.made(Values.text(run, e)));

  private MapMethods() {}

  private static MethodTable<Map<?, ?>> table() {
    return new MethodTable<Map<?, ?>>()
        .with("get", 1, (run, m, a) -> m.get(a[0]))
        .with("getAt", 1, (run, m, a) -> m.get(a[0]))
        .with("get", 2, (run, m, a) -> orDefault(m, a))
        .with("getOrDefault", 2, (run, m, a) -> orDefault(m, a))
        .with("containsKey", 1, (run, m, a) -> m.containsKey(a[0]))
        .with("containsValue", 1, (run, m, a) -> Operators.contains(run, values(run, m), a[0]))
        .with("size", 0, (run, m, a) -> m.size())
        .with("isEmpty", 0, (run, m, a) -> m.isEmpty())
        .with("asBoolean", 0, (run, m, a) -> !m.isEmpty())
        .with("keySet", 0, (run, m, a) -> list(run, m.keySet()))
        .with("values", 0, (run, m, a) -> values(run, m))
        .with("entrySet", 0, (run, m, a) -> entries(run, m))
        .with("toString", 0, (run, m, a) -> run.made(Values.text(run, m)))
        .with("any", 1, (run, m, a) -> any(run, m, closure(a[0])))
        .with("every", 1, (run, m, a) -> every(run, m, closure(a[0])))
        .with("find", 1, (run, m, a) -> first(run, m, closure(a[0])))
        .with("findAll", 1, (run, m, a) -> select(run, m, closure(a[0])))
        .with("count", 1, (run, m, a) -> select(run, m, closure(a[0])).size())
        .with("collect", 1, (run, m, a) -> ListMethods.collect(run, entries(run, m), closure(a[0])))
        .with("each", 1, (run, m, a) -> each(run, m, closure(a[0])));
  }

  private static Object orDefault(Map<?, ?> map, Object[] arguments) {
    return map.containsKey(arguments[0]) ? map.get(arguments[0]) : arguments[1];
  }

  private static List<Object> list(Evaluation run, java.util.Collection<?> values) {
    run.willMakeList(values.size());
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  private static List<Object> values(Evaluation run, Map<?, ?> map) {
    return list(run, map.values());
  }

  static List<Object> entries(Evaluation run, Map<?, ?> map) {
    return list(run, map.entrySet());
  }

  private static boolean any(Evaluation run, Map<?, ?> map, Lambda lambda) {
    return map.entrySet().stream().anyMatch(each -> Values.truth(run, lambda.call(run, each)));
  }

  private static boolean every(Evaluation run, Map<?, ?> map, Lambda lambda) {
    return map.entrySet().stream().allMatch(each -> Values.truth(run, lambda.call(run, each)));
  }

  private static Object first(Evaluation run, Map<?, ?> map, Lambda lambda) {
    for (var each : map.entrySet()) {
      if (Values.truth(run, lambda.call(run, each))) {
        return each;
      }
    }
    return null;
  }

  private static Map<Object, Object> select(Evaluation run, Map<?, ?> map, Lambda lambda) {
    run.willMakeList(map.size());
    var result = new LinkedHashMap<Object, Object>();
    for (var each : map.entrySet()) {
      if (Values.truth(run, lambda.call(run, each))) {
        result.put(each.getKey(), each.getValue());
      }
    }
    return Collections.unmodifiableMap(result);
  }

  private static Map<?, ?> each(Evaluation run, Map<?, ?> map, Lambda lambda) {
    map.entrySet().forEach(each -> lambda.call(run, each));
    return map;
  }
}
