package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
  @Test
  void rightSecret_matches() {
    assertThat(PasswordHash.of("secret", 1000).matches("secret")).isTrue();
  }

  @Test
  void wrongSecret_doesNotMatch() {
    assertThat(PasswordHash.of("secret", 1000).matches("Secret")).isFalse();
  }

  @Test
  void storedForm_readBack_matches() {
    var stored = PasswordHash.of("sécret 密码", 1000).toString();

    assertThat(stored).startsWith("pbkdf2:1000:").doesNotContain("cret").hasSizeLessThan(255);
    assertThat(PasswordHash.parse(stored).matches("sécret 密码")).isTrue();
    assertThat(PasswordHash.parse(stored).matches("sécret")).isFalse();
  }

  @Test
  void sameSecret_hashedTwice_differs() {
    assertThat(PasswordHash.of("secret", 1000).toString())
        .isNotEqualTo(PasswordHash.of("secret", 1000).toString());
  }

  @Test
  void newHash_usesTheFullNumberOfRounds() {
    assertThat(PasswordHash.of("secret").toString())
        .startsWith("pbkdf2:" + PasswordHash.ITERATIONS + ":");
    assertThat(PasswordHash.ITERATIONS).isGreaterThanOrEqualTo(600_000);
  }

  /** Known answer, computed with another implementation (Python's hashlib). */
  @Test
  void knownHash_matches() {
    var stored = "pbkdf2:2000:AAECAwQFBgcICQoLDA0ODw:g23pczKX3v535mMMYN4b8rWIeFGTb1TJLUgLxOfxHFs";
    assertThat(PasswordHash.parse(stored).matches("correct horse")).isTrue();
  }

  @Test
  void otherTexts_areRefusedWithoutRepeatingThem() {
    for (var text : List.of("", "secret", "pbkdf2:x:y:z", "sys_encrypt_aes:AAAA")) {
      assertThatThrownBy(() -> PasswordHash.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a stored password is not a pbkdf2 hash");
    }
  }
}
