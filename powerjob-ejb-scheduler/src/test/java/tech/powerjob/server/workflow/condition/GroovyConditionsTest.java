package tech.powerjob.server.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.domain.workflow.Conditions.ConditionException;

class GroovyConditionsTest {
  private final GroovyConditions conditions = new GroovyConditions();

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "false,false",
    "1,true",
    "0,false",
    "-1,false",
    "0.5,true",
    "1 > 2,false"
  })
  void truth_or_positive_number_is_an_answer(String script, boolean answer) {
    assertThat(conditions.evaluate(script, Map.of())).isEqualTo(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'true'", "null", "[1]", "context", "def x"})
  void anything_else_is_none(String script) {
    assertThatExceptionOfType(ConditionException.class)
        .isThrownBy(() -> conditions.evaluate(script, Map.of()))
        .withMessageStartingWith("decision node's return value is illegal!");
  }

  @Test
  void blank_script_is_no_condition() {
    assertThatExceptionOfType(ConditionException.class)
        .isThrownBy(() -> conditions.evaluate(" ", Map.of()))
        .withMessage("decision node's param is blank!");
  }

  @Test
  void failure_names_its_place_and_reason() {
    assertThatExceptionOfType(ConditionException.class)
        .isThrownBy(
            () -> conditions.evaluate("def n = 1\nn + context.k.toInteger()", Map.of("k", "x")))
        .withMessage("can't evaluate decision node! line 2, column 5: For input string: \"x\"");
  }

  @Test
  void script_from_before_that_cannot_be_run_fails_with_its_place() {
    assertThatExceptionOfType(ConditionException.class)
        .isThrownBy(() -> conditions.evaluate("System.exit(1)", Map.of()))
        .withMessage("can't evaluate decision node! line 1, column 1: the class System");
  }

  @Test
  void json_in_the_context_can_be_read() {
    var context =
        Map.of("r", "{\"code\":200,\"ok\":true,\"rate\":0.5,\"items\":[1,2],\"o\":{\"a\":null}}");
    assertThat(
            conditions.evaluate(
                "import groovy.json.JsonSlurper\n"
                    + "def r = new JsonSlurper().parseText(context.r)\n"
                    + "r.code == 200 && r.ok && r.rate < 1 && r.items.size() == 2 && r.o.a == null",
                context))
        .isTrue();
  }

  @Test
  void context_stays_as_it_was() {
    var context = new HashMap<>(Map.of("k", "1"));
    conditions.evaluate("def c = context; c.k == '1'", context);
    assertThat(context).containsExactly(Map.entry("k", "1"));
  }

  @Test
  void script_is_run_by_many_threads_at_once() throws Exception {
    var script = "def t = 0; for (i in 1..50) { t += i * context.k.toInteger() }; t == 1275";
    var threads = new Thread[4];
    var right = new java.util.concurrent.atomic.AtomicInteger();
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  if (conditions.evaluate(script, Map.of("k", "1"))) {
                    right.incrementAndGet();
                  }
                }
              });
      threads[t].start();
    }
    for (var thread : threads) {
      thread.join(20_000);
    }
    assertThat(right).hasValue(800);
  }
}
