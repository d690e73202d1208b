package tech.powerjob.web.page.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tech.powerjob.web.page.admin.JsonDifference.Field;

class JsonDifferenceTest {
  @Test
  void fieldsThatDiffer_areNamedByTheirPath() {
    assertThat(
            JsonDifference.of(
                "{\"title\":\"a\",\"tags\":\"x\",\"roles\":{\"ADMIN\":[1],\"QA\":[]}}",
                "{\"title\":\"b\",\"tags\":\"x\",\"roles\":{\"ADMIN\":[1,2],\"QA\":[]}}"))
        .containsExactly(new Field("title", "a", "b"), new Field("roles.ADMIN", "1", "1, 2"));
  }

  @Test
  void newObject_showsAllThatIsThere() {
    assertThat(JsonDifference.of(null, "{\"capacity\":3,\"note\":null}"))
        .containsExactly(new Field("capacity", null, "3"));
  }

  @Test
  void fieldThatIsGone_hasNothingAfter() {
    assertThat(JsonDifference.of("{\"a\":1,\"b\":true}", "{\"a\":1}"))
        .containsExactly(new Field("b", "true", null));
  }

  @Test
  void changedSecret_isNamedThoughItLooksTheSame() {
    assertThat(JsonDifference.of("{\"password\":\"[redacted]\"}", "{\"password\":\"[redacted]\"}"))
        .containsExactly(new Field("password", "[redacted]", "[redacted]"));
  }

  @Test
  void objectsInLists_areComparedOneByOne() {
    assertThat(JsonDifference.of("{\"n\":[{\"x\":1},{\"x\":2}]}", "{\"n\":[{\"x\":1},{\"x\":3}]}"))
        .containsExactly(new Field("n[1].x", "2", "3"));
  }

  @Test
  void cutText_isShownWhole() {
    assertThat(JsonDifference.of("{\"a\":", "{\"a\":1}"))
        .containsExactly(new Field("", "{\"a\":", null), new Field("a", null, "1"));
    assertThat(JsonDifference.of(null, null)).isEmpty();
  }
}
