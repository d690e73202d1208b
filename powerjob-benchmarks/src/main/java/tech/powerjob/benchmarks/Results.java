package tech.powerjob.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints results as JSON lines. */
final class Results {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String benchmark;
  private final PrintStream out;

  Results(String benchmark, PrintStream out) {
    this.benchmark = benchmark;
    this.out = out;
  }

  /** A result to which values are added before it is printed. */
  Line line(String result) {
    var line = new Line();
    line.values.put("benchmark", benchmark);
    line.values.put("result", result);
    return line;
  }

  /** One result. Not thread-safe. */
  final class Line {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Adds a value; fractions are rounded to two digits after the point. */
    Line with(String name, Object value) {
      values.put(name, value instanceof Double number ? Math.round(number * 100) / 100.0 : value);
      return this;
    }

    void print() {
      try {
        out.println(JSON.writeValueAsString(values));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
