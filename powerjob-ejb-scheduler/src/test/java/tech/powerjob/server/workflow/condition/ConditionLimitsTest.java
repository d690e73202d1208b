package tech.powerjob.server.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.powerjob.domain.workflow.Conditions.ConditionException;

/** Scripts that would take for ever, or all the memory. */
class ConditionLimitsTest {
  private final GroovyConditions conditions = new GroovyConditions();

  static Stream<String> scripts() {
    return Corpus.read("endless.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void script_without_end_ends_at_its_limit(String script) {
    conditions.check(script);

    // Ten times what the slowest takes here; one that is not limited takes hours.
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatExceptionOfType(ConditionException.class)
                .isThrownBy(() -> conditions.evaluate(script, context()))
                .withCauseInstanceOf(LimitReached.class));
  }

  private static Map<String, String> context() {
    return Map.of(
        "long",
        "a".repeat(60_000),
        "as",
        "a".repeat(60) + "!",
        "huge",
        "1e999999999",
        "digits",
        "9".repeat(50_000),
        "deep",
        "[".repeat(90) + "]".repeat(90));
  }

  @Test
  void usual_script_uses_a_thousandth_of_what_it_may() {
    var script =
        ScriptParser.parse(
            "for (i in 1..100) { if (context.get('k').toInteger() + i > 1000) return true }\n"
                + "return context.k ==~ /\\d+/");
    assertThat(script.run(Map.of("k", "5"))).isEqualTo(true);
  }
}
