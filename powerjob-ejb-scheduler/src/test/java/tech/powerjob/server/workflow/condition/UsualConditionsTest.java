package tech.powerjob.server.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people write into decision nodes, beside what Groovy itself makes of it: the same result, or
 * a failure on both sides.
 */
class UsualConditionsTest {
  private static final String FAILED = "(failed)";

  private static Map<String, String> context() {
    var context = new LinkedHashMap<String, String>();
    context.put("initParams", "go");
    context.put("k", "5");
    context.put("n", "42");
    context.put("big", "12345678901234567890");
    context.put("price", "19.90");
    context.put("yes", "true");
    context.put("no", "false");
    context.put("empty", "");
    context.put("blank", "  ");
    context.put("name", "PowerJob Worker");
    context.put("csv", "a,b,,c,,");
    context.put("status", "SUCCEED");
    context.put(
        "json", "{\"code\":200,\"ok\":true,\"rate\":0.5,\"items\":[1,2,3],\"o\":{\"a\":null}}");
    context.put("nothing", null);
    context.put("with-dash", "d");
    return context;
  }

  static java.util.stream.Stream<String> conditions() {
    return Corpus.read("usual-conditions.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void usual_condition_means_what_it_means_in_groovy(String script) {
    assertThat(shown(ours(script))).isEqualTo(shown(groovys(script)));
  }

  private static Object ours(String script) {
    var parsed = ScriptParser.parse(script);
    try {
      return parsed.run(context());
    } catch (ScriptFailure e) {
      return FAILED;
    }
  }

  private static Object groovys(String script) {
    var binding = new Binding();
    binding.setVariable("context", context());
    try {
      return new GroovyShell(binding).evaluate(script);
    } catch (RuntimeException | AssertionError e) {
      return FAILED;
    }
  }

  /** With its type, since 1 and 1.0 are two results; but texts, and lists, are what they read. */
  private static String shown(Object value) {
    if (value instanceof CharSequence || value instanceof Character) {
      return "text " + value;
    }
    if (value instanceof java.util.List || value instanceof String[]) {
      return org.codehaus.groovy.runtime.DefaultGroovyMethods.toString(value);
    }
    return value instanceof Number || value instanceof Boolean
        ? value.getClass().getSimpleName() + " " + value
        : String.valueOf(value);
  }
}
