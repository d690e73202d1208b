package tech.powerjob.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.PasswordHash;

class AuditTextTest {
  private record Thing(Object value) {}

  @Test
  void onlyWhatDiffers_isKept() {
    var text = AuditText.of(Map.of("a", 1, "b", 2), Map.of("a", 1, "b", 3, "c", 4));

    assertThat(text.before()).isEqualTo("{\"b\":2}");
    assertThat(text.after()).contains("\"b\":3", "\"c\":4").doesNotContain("\"a\"");
    assertThat(text.saysNothing()).isFalse();
  }

  @Test
  void sameStates_sayNothing_butACreationDoes() {
    assertThat(AuditText.of(Map.of("a", 1), Map.of("a", 1)).saysNothing()).isTrue();
    assertThat(AuditText.of(null, Map.of()).saysNothing()).isFalse();
    assertThat(AuditText.of(null, null).saysNothing()).isFalse();
  }

  @Test
  void changedSecret_isSeenToBeChangedAndNotShown() {
    var text = AuditText.of(Map.of("password", "pwOld"), Map.of("password", "pwNew"));

    assertThat(text.before()).isEqualTo("{\"password\":\"[redacted]\"}");
    assertThat(text.after()).isEqualTo("{\"password\":\"[redacted]\"}");
    assertThat(text.saysNothing()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "appPassword",
        "PASSWD",
        "dbPwd",
        "clientSecret",
        "accessToken",
        "jwtToken",
        "password_hash",
        "apiKey",
        "api_key",
        "Authorization",
        "credentials",
        "privateKey"
      })
  void namesOfSecrets_areRecognised(String name) {
    assertThat(AuditText.of(null, Map.of("in", List.of(Map.of(name, "s3cr3t")))).after())
        .doesNotContain("s3cr3t");
    assertThat(AuditText.of(null, Map.of(name, Map.of("x", "s3cr3t"))).after())
        .doesNotContain("s3cr3t");
  }

  @Test
  void typesOfSecrets_areNeverShown() {
    var hash = PasswordHash.of("s3cr3t");

    assertThat(AuditText.of(null, new Thing(hash)).after()).isEqualTo("{\"value\":\"[redacted]\"}");
    assertThat(AuditText.of(null, new Thing(AppPassword.ofPlain("s3cr3t"))).after())
        .isEqualTo("{\"value\":\"[redacted]\"}");
    assertThat(AuditText.of(null, new Thing(hash.toString())).after())
        .isEqualTo("{\"value\":\"[redacted]\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url=jdbc:h2:x;PASSWORD=s3cr3t;USER=sa",
        "{\"dbPassword\":\"s3cr3t\",\"n\":1}",
        "{\"dbPassword\" : \"s3cr3t, and more s3cr3t\"}",
        "{\"a\":\"{\\\"password\\\":\\\"s3cr3t\\\"}\"}",
        "--token s: token: s3cr3t",
        "curl -H 'Authorization: Bearer s3cr3ts3cr3t'",
        "http://user:s3cr3t@host/path",
        "{'secret':'s3cr3t'}",
        "eyJhbGciOiJIUzI1NiJ9.s3cr3t.abc",
        "<NONE_PS3cr3t> sys_encrypt_aes:s3cr3t"
      })
  void secretsWithinTexts_areTakenOut(String params) {
    assertThat(AuditText.of(null, Map.of("jobParams", params)).after()).doesNotContain("s3cr3t");
  }

  @Test
  void otherTexts_stayAsTheyAre() {
    var job = new HashMap<String, Object>();
    job.put("jobParams", "{\"table\":\"orders\",\"limit\":10}");
    job.put("timeExpression", "0 0 * * * ?");
    job.put("tag", null);

    assertThat(AuditText.of(null, job).after())
        .contains("orders", "0 0 * * * ?")
        .doesNotContain("redacted", "tag");
  }

  @Test
  void hugeTexts_areCut() {
    var huge = "x".repeat(1_000_000);

    assertThat(AuditText.of(null, Map.of("jobParams", huge)).after()).hasSizeLessThan(3_000);
    var many = new HashMap<String, String>();
    for (int i = 0; i < 1_000; i++) {
      many.put("k" + i, huge.substring(0, 1_000));
    }
    assertThat(AuditText.of(null, many).after()).startsWith("{\"tooLong\":");
  }
}
