package tech.powerjob.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.AppPassword;

class AppAuthRequestTest {
  private static final AppPassword EXPECTED = AppPassword.ofPlain("demopwd");

  @Test
  void md5InAnyCase_isThePassword() {
    assertThat(request(EXPECTED.md5(), "md5").password()).isEqualTo(EXPECTED);
    assertThat(request(EXPECTED.md5(), "MD5").password()).isEqualTo(EXPECTED);
  }

  @Test
  void plainPassword_isTakenWithoutAType() {
    assertThat(request("demopwd", "none").password()).isEqualTo(EXPECTED);
    assertThat(request("demopwd", null).password()).isEqualTo(EXPECTED);
    assertThat(request("demopwd", "").password()).isEqualTo(EXPECTED);
  }

  @Test
  void unknownTypeOrNoPassword_isRefused() {
    assertThatThrownBy(() -> request("demopwd", "rot13").password())
        .hasMessage("INVALID_REQUEST:unknown_encryptType:rot13");
    assertThatThrownBy(() -> request(null, "md5").password())
        .hasMessage("INVALID_REQUEST:lack_of_encryptedPassword");
  }

  @Test
  void password_staysOutOfTexts() {
    assertThat(request("demopwd", "none").toString()).doesNotContain("demopwd");
  }

  private static AppAuthRequest request(String password, String type) {
    return new AppAuthRequest("demo", password, type);
  }
}
