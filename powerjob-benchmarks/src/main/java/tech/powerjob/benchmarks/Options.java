package tech.powerjob.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Options of a benchmark, {@code name=value}. */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  static Options parse(List<String> args) {
    var values = new HashMap<String, String>();
    for (var arg : args) {
      var parts = arg.split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("option is '%s' but must be name=value".formatted(arg));
      }
      values.put(parts[0], parts[1]);
    }
    return new Options(values);
  }

  /** A whole number. */
  int get(String name, int defaultValue) {
    var text = values.getOrDefault(name, Integer.toString(defaultValue));
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "option is '%s=%s' but must be name=number".formatted(name, text));
    }
    return Integer.parseInt(text);
  }

  String text(String name, String defaultValue) {
    return values.getOrDefault(name, defaultValue);
  }
}
