package tech.powerjob.server.auth.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.config.Settings;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.StubProvider;

@Timeout(60)
class DingTalkLoginTest {
  private static final LoginAttempt ATTEMPT =
      new LoginAttempt("DING", "DING-state", "n", "v", null, Instant.MAX);

  private final StubProvider provider = new StubProvider();
  private final DingTalkLogin login = login(StubProvider.SECRET);

  @AfterEach
  void close() {
    provider.close();
  }

  private DingTalkLogin login(String secret) {
    return new DingTalkLogin(
        Settings.of(
            new Properties(),
            Map.of(
                "powerjob.auth.dingtalk.app-key",
                StubProvider.CLIENT,
                "powerjob.auth.dingtalk.app-secret",
                secret,
                "powerjob.auth.dingtalk.callback-url",
                "http://127.0.0.1:1/callback.xhtml",
                "powerjob.auth.dingtalk.login-url",
                provider.url() + "/ding/login",
                "powerjob.auth.dingtalk.api-url",
                provider.url())));
  }

  @Test
  void codeOfAPerson_tellsWhoItIs() {
    var url = login.begin(ATTEMPT);
    assertThat(url)
        .contains("state=DING-state", "client_id=powerjob+client", "redirect_uri=http%3A%2F%2F");

    var person = login.finish(ATTEMPT, provider.visit(url));

    assertThat(person.name()).isEqualTo("union1");
    assertThat(person.profile().nick()).isEqualTo("小明");
    assertThat(person.profile().phone()).isEqualTo("139");
    assertThat(person.groups()).isEmpty();
  }

  @Test
  void codeThatComesTwice_orIsMissing_isRefused() {
    var query = provider.visit(login.begin(ATTEMPT));
    login.finish(ATTEMPT, query);

    assertThatThrownBy(() -> login.finish(ATTEMPT, query))
        .hasMessage("UserAuthFailed:the login provider does not answer as it should");
    assertThatThrownBy(() -> login.finish(ATTEMPT, Map.of("state", "DING-state")))
        .hasMessage("UserAuthFailed:DingTalk has not let you in");
  }

  @Test
  void wrongSecret_letsNobodyIn() {
    var wrong = login("wrong");

    assertThatThrownBy(() -> wrong.finish(ATTEMPT, provider.visit(wrong.begin(ATTEMPT))))
        .hasMessage("UserAuthFailed:the login provider does not answer as it should");
  }

  @Test
  void withoutConfiguration_itIsNotOffered() {
    assertThat(new DingTalkLogin(Settings.of(new Properties(), Map.of())).isAvailable()).isFalse();
  }
}
