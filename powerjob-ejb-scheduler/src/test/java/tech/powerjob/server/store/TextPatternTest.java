package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPatternTest {
  @Test
  void part_isTakenLiterally_inLowerCase() {
    assertThat(TextPattern.condition("j.name", "?3")).isEqualTo("LOWER(j.name) LIKE ?3 ESCAPE '!'");
    assertThat(TextPattern.containing("50%_Of!")).isEqualTo("%50!%!_of!!%");
  }
}
