package tech.powerjob.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IfMatchTest {
  @Test
  void versions_areComparedStrongly() {
    assertThat(IfMatch.required("\"a1\"").test("a1")).isTrue();
    assertThat(IfMatch.required("\"b\", \"a1\"").test("a1")).isTrue();
    assertThat(IfMatch.required("*").test("anything")).isTrue();
    assertThat(IfMatch.required("\"a2\"").test("a1")).isFalse();
    assertThat(IfMatch.required("W/\"a1\"").test("a1")).isFalse();
    assertThat(IfMatch.required("a1").test("a1")).isFalse();
  }

  @Test
  void callWithoutTheHeader_isRefused() {
    assertThatThrownBy(() -> IfMatch.required(null)).isInstanceOf(IfMatch.MissingException.class);
    assertThatThrownBy(() -> IfMatch.required(" ")).hasMessageContaining("If-Match can't be empty");
  }
}
