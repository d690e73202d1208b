package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IfMatchTest {
  @Test
  void versions_areComparedStrongly() {
    assertThat(IfMatch.parse("\"a1\"").test("a1")).isTrue();
    assertThat(IfMatch.parse("\"b\", \"a1\"").test("a1")).isTrue();
    assertThat(IfMatch.parse("*").test("anything")).isTrue();
    assertThat(IfMatch.parse("\"a2\"").test("a1")).isFalse();
    assertThat(IfMatch.parse("W/\"a1\"").test("a1")).isFalse();
    assertThat(IfMatch.parse("a1").test("a1")).isFalse();
  }

  @Test
  void callWithoutTheHeader_isRefused() {
    assertThatThrownBy(() -> IfMatch.parse(null)).isInstanceOf(IfMatch.MissingException.class);
    assertThatThrownBy(() -> IfMatch.parse(" ")).hasMessageContaining("If-Match can't be empty");
  }
}
