package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.exception.PowerJobException;

class AppTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void storedPassword_isNeitherThePasswordNorItsMd5() {
    var app = new App("demo", "demopwd", 1, null, NOW);

    assertThat(app.passwordHash())
        .startsWith("pbkdf2:")
        .doesNotContain("demopwd")
        .doesNotContain(AppPassword.ofPlain("demopwd").md5());
  }

  @Test
  void plainPasswordAndItsMd5InEitherCase_areTheSameProof() {
    var stored = PasswordHash.parse(new App("demo", "demopwd", 1, null, NOW).passwordHash());
    var md5 = "06d5eebeb6e3e7a90371a21db3e9f9ef";

    assertThat(AppPassword.ofPlain("demopwd").md5()).hasSize(32);
    assertThat(stored.matches(AppPassword.ofPlain("demopwd").md5())).isTrue();
    var sent = AppPassword.ofPlain("demopwd").md5().toUpperCase(Locale.ROOT);
    assertThat(stored.matches(AppPassword.ofMd5(sent).md5())).isTrue();
    assertThat(stored.matches(AppPassword.ofMd5(md5).md5())).isFalse();
  }

  @Test
  void passwordDigest_isTheMd5ThatClientsSend() {
    assertThat(AppPassword.ofPlain("demopwd").md5()).isEqualTo("805407e4defc8660d4ace6ae4807323d");
  }

  @Test
  void changedPassword_replacesTheHash() {
    var app = new App("demo", "first", 1, null, NOW);
    app.changePassword("second");

    var stored = PasswordHash.parse(app.passwordHash());
    assertThat(stored.matches(AppPassword.ofPlain("second").md5())).isTrue();
    assertThat(stored.matches(AppPassword.ofPlain("first").md5())).isFalse();
  }

  @Test
  void badNames_areRefusedByFieldAndRule() {
    assertThatThrownBy(() -> new App("a b", "pw", 1, null, NOW))
        .isInstanceOf(PowerJobException.class)
        .hasMessage("appName can't contains white space!");
    assertThatThrownBy(() -> new App(null, "pw", 1, null, NOW))
        .hasMessage("appName can't be empty");
    assertThatThrownBy(() -> new App("x".repeat(256), "pw", 1, null, NOW))
        .hasMessage("appName has 256 characters but may have at most 255");
    assertThatThrownBy(() -> new App("demo", "", 1, null, NOW))
        .hasMessage("password can't be empty");
  }

  @Test
  void digest_staysOutOfTexts() {
    var password = AppPassword.ofPlain("demopwd");
    assertThat(password.toString()).doesNotContain(password.md5());
  }
}
