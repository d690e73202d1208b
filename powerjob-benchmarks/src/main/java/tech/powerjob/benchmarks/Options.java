package tech.powerjob.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of a benchmark, {@code name=value}; whole numbers. */
final class Options {
  private final Map<String, Integer> values;

  private Options(Map<String, Integer> values) {
    this.values = values;
  }

  static Options parse(List<String> args) {
    var values = new HashMap<String, Integer>();
    for (var arg : args) {
      var parts = arg.split("=", 2);
      if (parts.length != 2 || !parts[1].matches("[0-9]{1,9}")) {
        throw new IllegalArgumentException("option is '%s' but must be name=number".formatted(arg));
      }
      values.put(parts[0], Integer.valueOf(parts[1]));
    }
    return new Options(values);
  }

  int get(String name, int defaultValue) {
    return values.getOrDefault(name, defaultValue);
  }
}
