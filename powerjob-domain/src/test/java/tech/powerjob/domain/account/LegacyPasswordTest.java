package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class LegacyPasswordTest {
  /** MD5 of {@code ADMIN_powerjob_admin_z}, as {@code md5sum} says. */
  private static final String ADMIN = "ADMIN_b82a450701f6a71723fb99931fe35e18_b";

  @Test
  void passwordOfAUser_isRecognised() {
    assertThat(LegacyPassword.isLegacy(ADMIN)).isTrue();
    assertThat(LegacyPassword.isOfUser("ADMIN", ADMIN, "powerjob_admin")).isTrue();
  }

  @Test
  void otherPasswordOrUser_isNot() {
    assertThat(LegacyPassword.isOfUser("ADMIN", ADMIN, "powerjob_admim")).isFalse();
    assertThat(LegacyPassword.isOfUser("ADMIN", ADMIN, ADMIN)).isFalse();
    assertThat(LegacyPassword.isOfUser("OTHER", ADMIN, "powerjob_admin")).isFalse();
    assertThat(LegacyPassword.isOfUser("ADMIN", null, "powerjob_admin")).isFalse();
  }

  @Test
  void encryptedPasswordOfAnApp_isReadAndCompared() throws Exception {
    var stored = encrypted("demo pwd");

    assertThat(LegacyPassword.plainOfApp(stored)).contains("demo pwd");
    assertThat(LegacyPassword.isOfApp(stored, AppPassword.ofPlain("demo pwd"))).isTrue();
    assertThat(LegacyPassword.isOfApp(stored, AppPassword.ofPlain("other"))).isFalse();
    assertThat(LegacyPassword.isOfApp(stored, AppPassword.ofPlain(stored))).isFalse();
  }

  @Test
  void plainPasswordOfAnApp_isCompared() {
    assertThat(LegacyPassword.isOfApp("demo", AppPassword.ofPlain("demo"))).isTrue();
    assertThat(LegacyPassword.isOfApp("demo", AppPassword.ofPlain(""))).isFalse();
  }

  @Test
  void missingDamagedAndModernOnes_matchNothing() throws Exception {
    var modern = PasswordHash.of("x").toString();
    for (var stored :
        new String[] {
          null,
          "",
          " ",
          modern,
          "sys_encrypt_aes:",
          "sys_encrypt_aes:%%%",
          "sys_encrypt_aes:AAAA",
          "sys_encrypt_aes:c2VjcmV0LXRoYXQtaXMtbm90LWtub3du",
          encrypted("x").replaceFirst("..==$|...=$|....$", "AAAA")
        }) {
      assertThat(LegacyPassword.plainOfApp(stored)).as(stored).isEmpty();
      assertThat(LegacyPassword.isOfApp(stored, AppPassword.ofPlain(""))).isFalse();
    }
    assertThat(LegacyPassword.isLegacy(modern)).isFalse();
    assertThat(LegacyPassword.isLegacy(null)).isFalse();
  }

  private static String encrypted(String plain) throws Exception {
    var key = Arrays.copyOf("ChinaNo.1_ChinaNo.1_ChinaNo.1".getBytes(StandardCharsets.UTF_8), 32);
    var nonce = new byte[12];
    Arrays.fill(nonce, (byte) 7);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    var text = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
    var whole = Arrays.copyOf(nonce, nonce.length + text.length);
    System.arraycopy(text, 0, whole, nonce.length, text.length);
    return "sys_encrypt_aes:" + Base64.getEncoder().encodeToString(whole);
  }
}
