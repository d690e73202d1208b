package tech.powerjob.server.workflow.condition;

import static tech.powerjob.server.workflow.condition.MethodTable.closure;
import static tech.powerjob.server.workflow.condition.MethodTable.number;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The methods of lists. They leave the list as it is. */
final class ListMethods {
  static final MethodTable<List<?>> TABLE = table();

  private ListMethods() {}

  private static MethodTable<List<?>> table() {
    var table = new MethodTable<List<?>>();
    questions(table);
    parts(table);
    closures(table);
    sums(table);
    return table;
  }

  private static void questions(MethodTable<List<?>> table) {
    table
        .with("size", 0, (run, l, a) -> l.size())
        .with("isEmpty", 0, (run, l, a) -> l.isEmpty())
        .with("asBoolean", 0, (run, l, a) -> !l.isEmpty())
        .with("contains", 1, (run, l, a) -> Operators.contains(run, l, a[0]))
        .with("containsAll", 1, (run, l, a) -> containsAll(run, l, list(a[0])))
        .with("disjoint", 1, (run, l, a) -> list(a[0]).stream().noneMatch(in(run, l)))
        .with("indexOf", 1, (run, l, a) -> indexOf(run, l, a[0]))
        .with("count", 1, (run, l, a) -> (int) l.stream().filter(like(run, a[0])).count())
        .with("toString", 0, (run, l, a) -> run.made(Values.text(run, l)))
        .with("join", 0, (run, l, a) -> join(run, l, ""))
        .with("join", 1, (run, l, a) -> join(run, l, MethodTable.text(a[0])));
  }

  static List<?> list(Object argument) {
    if (argument instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("an argument is " + Values.kind(argument) + ", not a list");
  }

  private static Predicate<Object> in(Evaluation run, List<?> list) {
    return each -> Operators.contains(run, list, each);
  }

  private static Predicate<Object> like(Evaluation run, Object wanted) {
    return wanted instanceof Lambda lambda
        ? each -> Values.truth(run, lambda.call(run, each))
        : each -> Values.equal(run, each, wanted);
  }

  private static boolean containsAll(Evaluation run, List<?> list, List<?> wanted) {
    return wanted.stream().allMatch(in(run, list));
  }

  private static int indexOf(Evaluation run, List<?> list, Object wanted) {
    for (int i = 0; i < list.size(); i++) {
      if (Values.equal(run, list.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static String join(Evaluation run, List<?> list, String separator) {
    var text = new StringBuilder();
    for (var each : list) {
      if (text.length() > 0 || each != list.get(0)) {
        text.append(separator);
      }
      text.append(Values.text(run, each));
      run.willMakeText(text.length());
    }
    return text.toString();
  }

  private static void parts(MethodTable<List<?>> table) {
    table
        .with("get", 1, (run, l, a) -> l.get(number(a[0])))
        .with("getAt", 1, (run, l, a) -> Operators.element(run, l, a[0]))
        .with("first", 0, (run, l, a) -> some(l).get(0))
        .with("head", 0, (run, l, a) -> some(l).get(0))
        .with("last", 0, (run, l, a) -> some(l).get(l.size() - 1))
        .with("tail", 0, (run, l, a) -> part(run, some(l), 1, l.size()))
        .with("take", 1, (run, l, a) -> part(run, l, 0, within(l, number(a[0]))))
        .with("drop", 1, (run, l, a) -> part(run, l, within(l, number(a[0])), l.size()))
        .with("subList", 2, (run, l, a) -> part(run, l, number(a[0]), number(a[1])))
        .with("plus", 1, (run, l, a) -> Operators.BINARY.get("+").apply(run, l, a[0]))
        .with("minus", 1, (run, l, a) -> Operators.BINARY.get("-").apply(run, l, a[0]))
        .with("intersect", 1, (run, l, a) -> filter(run, l, in(run, list(a[0]))))
        .with("reverse", 0, (run, l, a) -> reverse(run, l))
        .with("sort", 0, (run, l, a) -> sort(run, l))
        .with("unique", 0, (run, l, a) -> unique(run, l))
        .with("toList", 0, (run, l, a) -> l);
  }

  private static List<?> some(List<?> list) {
    if (list.isEmpty()) {
      throw new IndexOutOfBoundsException("the list is empty");
    }
    return list;
  }

  private static List<Object> part(Evaluation run, List<?> list, int from, int to) {
    run.willMakeList((long) to - from);
    return Collections.unmodifiableList(new ArrayList<Object>(list.subList(from, to)));
  }

  private static int within(List<?> list, int count) {
    return Math.max(0, Math.min(list.size(), count));
  }

  static List<Object> filter(Evaluation run, List<?> list, Predicate<Object> condition) {
    run.willMakeList(list.size());
    var result = new ArrayList<Object>();
    for (var each : list) {
      if (condition.test(each)) {
        result.add(each);
      }
    }
    return Collections.unmodifiableList(result);
  }

  private static List<Object> reverse(Evaluation run, List<?> list) {
    var result = new ArrayList<Object>(run.made(list));
    Collections.reverse(result);
    return Collections.unmodifiableList(result);
  }

  private static List<Object> sort(Evaluation run, List<?> list) {
    var result = new ArrayList<Object>(run.made(list));
    result.sort((a, b) -> Values.compare(run, a, b));
    return Collections.unmodifiableList(result);
  }

  private static List<Object> unique(Evaluation run, List<?> list) {
    var result = new ArrayList<Object>();
    for (var each : run.made(list)) {
      if (!Operators.contains(run, result, each)) {
        result.add(each);
      }
    }
    return Collections.unmodifiableList(result);
  }

  private static void closures(MethodTable<List<?>> table) {
    table
        .with("any", 0, (run, l, a) -> l.stream().anyMatch(each -> Values.truth(run, each)))
        .with("every", 0, (run, l, a) -> l.stream().allMatch(each -> Values.truth(run, each)))
        .with("any", 1, (run, l, a) -> l.stream().anyMatch(like(run, closure(a[0]))))
        .with("every", 1, (run, l, a) -> l.stream().allMatch(like(run, closure(a[0]))))
        .with("find", 1, (run, l, a) -> find(run, l, closure(a[0])))
        .with("findAll", 1, (run, l, a) -> filter(run, l, like(run, closure(a[0]))))
        .with("collect", 1, (run, l, a) -> collect(run, l, closure(a[0])))
        .with("each", 1, (run, l, a) -> each(run, l, closure(a[0])))
        .with("inject", 2, (run, l, a) -> inject(run, l, a[0], closure(a[1])));
  }

  private static Object find(Evaluation run, List<?> list, Lambda lambda) {
    for (var each : list) {
      if (Values.truth(run, lambda.call(run, each))) {
        return each;
      }
    }
    return null;
  }

  static List<Object> collect(Evaluation run, List<?> list, Lambda lambda) {
    return map(run, list, each -> lambda.call(run, each));
  }

  static List<Object> map(Evaluation run, List<?> list, UnaryOperator<Object> change) {
    run.willMakeList(list.size());
    var result = new ArrayList<Object>(list.size());
    for (var each : list) {
      result.add(change.apply(each));
    }
    return Collections.unmodifiableList(result);
  }

  private static List<?> each(Evaluation run, List<?> list, Lambda lambda) {
    for (var each : list) {
      lambda.call(run, each);
    }
    return list;
  }

  private static Object inject(Evaluation run, List<?> list, Object first, Lambda lambda) {
    var result = first;
    for (var each : list) {
      result = lambda.call(run, result, each);
    }
    return result;
  }

  private static void sums(MethodTable<List<?>> table) {
    table
        .with("sum", 0, (run, l, a) -> sum(run, l))
        .with("sum", 1, (run, l, a) -> sum(run, collect(run, l, closure(a[0]))))
        .with("max", 0, (run, l, a) -> extreme(run, l, 1))
        .with("min", 0, (run, l, a) -> extreme(run, l, -1));
  }

  private static Object sum(Evaluation run, List<?> list) {
    Object sum = null;
    for (int i = 0; i < list.size(); i++) {
      sum = i == 0 ? list.get(0) : Operators.BINARY.get("+").apply(run, sum, list.get(i));
    }
    return sum;
  }

  private static Object extreme(Evaluation run, List<?> list, int sign) {
    Object extreme = null;
    for (var each : list) {
      if (each != null
          && (extreme == null || Integer.signum(Values.compare(run, each, extreme)) == sign)) {
        extreme = each;
      }
    }
    return extreme;
  }
}
