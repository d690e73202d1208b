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

  /** One result; numbers are rounded to two digits after the point. */
  void print(String result, Map<String, ?> values) {
    var line = new LinkedHashMap<String, Object>();
    line.put("benchmark", benchmark);
    line.put("result", result);
    values.forEach(
        (name, value) ->
            line.put(
                name, value instanceof Double number ? Math.round(number * 100) / 100.0 : value));
    try {
      out.println(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
