package tech.powerjob.official.processors.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  private static String excerpt(String text, int capacity, int piece) {
    var excerpt = new Excerpt(capacity);
    for (int i = 0; i < text.length(); i += piece) {
      var part = text.substring(i, Math.min(text.length(), i + piece)).toCharArray();
      excerpt.append(part, part.length);
    }
    return excerpt.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "abc", "abcd", "abcdefgh", "abcdefghi"})
  void textThatFits_isWhole(String text) {
    assertThat(excerpt(text, 9, 2)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 100})
  void longerText_losesItsMiddle(int piece) {
    assertThat(excerpt("abcdefghijklmnopqrstuvwxyz", 9, piece))
        .isEqualToNormalizingNewlines("abc\n... [17 characters left out] ...\nuvwxyz");
  }

  @Test
  void oneCharacterTooMany_isCounted() {
    assertThat(excerpt("abcdefghij", 9, 4))
        .isEqualToNormalizingNewlines("abc\n... [1 characters left out] ...\nefghij");
  }
}
