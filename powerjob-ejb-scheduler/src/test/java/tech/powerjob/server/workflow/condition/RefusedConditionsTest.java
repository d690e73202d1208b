package tech.powerjob.server.workflow.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks, and honest scripts that go beyond what conditions can do. */
class RefusedConditionsTest {
  private static final String EXPECTED = "\n==> ";

  static Stream<Arguments> scripts() {
    return Corpus.read("refused.txt").stream()
        .map(
            each -> {
              int end = each.lastIndexOf(EXPECTED);
              return Arguments.of(each.substring(0, end), each.substring(end + EXPECTED.length()));
            });
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void script_beyond_the_language_is_refused_with_construct_and_place(
      String script, String placeAndConstruct) {
    var refusal = catchThrowableOfType(Refusal.class, () -> ScriptParser.parse(script));

    assertThat(refusal).isNotNull();
    assertThat(refusal.line() + ":" + refusal.column() + " " + refusal.construct())
        .startsWith(placeAndConstruct);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "{", "f(", "!", "- ", "1+", "a?1:", "if(a)1 else ", "[1].any{", "a.b."})
  void script_that_nests_without_end_is_refused(String part) {
    var script = part.repeat(10_000 / part.length());

    assertThat(catchThrowableOfType(Refusal.class, () -> ScriptParser.parse(script))).isNotNull();
  }

  @Test
  void script_that_is_too_long_is_refused_with_its_length() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroovyConditions().check("1;".repeat(5_001)))
        .withMessageContaining("10002 characters");
  }

  @Test
  void annotation_runs_nothing_while_the_script_is_read() {
    System.clearProperty("conditions.proof");

    var refusal =
        catchThrowableOfType(
            Refusal.class,
            () ->
                ScriptParser.parse(
                    "@groovy.transform.ASTTest(phase = org.codehaus.groovy.control.CompilePhase"
                        + ".CONVERSION, value = { System.setProperty('conditions.proof', 'run') })\n"
                        + "def x = 1"));

    assertThat(refusal).isNotNull();
    assertThat(System.getProperty("conditions.proof")).isNull();
  }

  @Test
  void refusal_names_the_place_for_the_one_who_saves() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroovyConditions().check("def x = 1\nSystem.exit(x)"))
        .withMessageStartingWith("line 2, column 1: the class System");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n"})
  void blank_script_is_refused(String script) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GroovyConditions().check(script))
        .withMessage("decision node's param is blank!");
  }
}
