package tech.powerjob.server.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.config.Settings;
import tech.powerjob.server.auth.LoginAttempt;
import tech.powerjob.server.auth.StubProvider;
import tech.powerjob.server.auth.StubProvider.Signature;

@Timeout(60)
class OidcLoginTest {
  private static final String UNTRUSTED =
      "UserAuthFailed:the login provider's answer cannot be trusted";
  private static final LoginAttempt ATTEMPT =
      new LoginAttempt(
          "OIDC",
          "OIDC-state",
          "the nonce",
          "a verifier of at least forty-three characters in all",
          null,
          Instant.MAX);

  private final StubProvider provider = new StubProvider();
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "powerjob.auth.oidc.issuer", provider.url(),
              "powerjob.auth.oidc.client-id", StubProvider.CLIENT,
              "powerjob.auth.oidc.client-secret", StubProvider.SECRET));

  @AfterEach
  void close() {
    provider.close();
  }

  private OidcLogin login() {
    return new OidcLogin(
        OidcSettings.of(Settings.of(new Properties(), environment)), Clock.systemUTC());
  }

  private String refusal() {
    var login = login();
    var query = provider.visit(login.begin(ATTEMPT));
    try {
      return "let in: " + login.finish(ATTEMPT, query);
    } catch (PowerJobException e) {
      return e.getMessage();
    }
  }

  @Test
  void browserIsSentWithChallengeStateAndNonce() {
    assertThat(login().begin(ATTEMPT))
        .startsWith(provider.url() + "/authorize?response_type=code&client_id=powerjob+client")
        .contains(
            "&redirect_uri=http%3A%2F%2F127.0.0.1%3A7700%2Fcallback.xhtml",
            "&scope=openid+profile+email",
            "&state=OIDC-state",
            "&nonce=the+nonce",
            "&code_challenge=" + OidcLogin.challenge(ATTEMPT.verifier()),
            "&code_challenge_method=S256")
        .doesNotContain(ATTEMPT.verifier().substring(0, 10), "s3cret");
  }

  @Test
  void goodToken_tellsWhoItIs() {
    var login = login();

    var person = login.finish(ATTEMPT, provider.visit(login.begin(ATTEMPT)));

    assertThat(person.name()).isEqualTo("248289761001");
    assertThat(person.profile().nick()).isEqualTo("Jane Doe");
    assertThat(person.profile().email()).isEqualTo("jane@example.org");
    assertThat(person.groups()).isEmpty();
  }

  @Test
  void claims_areMappedAsConfigured() {
    environment.put("powerjob.auth.oidc.username-claim", "uid");
    environment.put("powerjob.auth.oidc.groups-claim", "roles");
    environment.put("powerjob.auth.oidc.role-mapping", "a=GLOBAL:ADMIN");
    provider.say("uid", "jdoe");
    provider.say("roles", List.of("a", "b"));
    var login = login();

    var person = login.finish(ATTEMPT, provider.visit(login.begin(ATTEMPT)));

    assertThat(person.name()).isEqualTo("jdoe");
    assertThat(person.groups()).contains(Set.of("a", "b"));
  }

  @Test
  void codeThatComesTwice_orOfAnotherBrowser_isRefused() {
    var login = login();
    var query = provider.visit(login.begin(ATTEMPT));
    login.finish(ATTEMPT, query);
    assertThatThrownBy(() -> login.finish(ATTEMPT, query))
        .hasMessage("UserAuthFailed:the login provider does not answer as it should");

    var stolen = provider.visit(login.begin(ATTEMPT));
    var thief =
        new LoginAttempt("OIDC", "OIDC-state", "the nonce", "v".repeat(50), null, Instant.MAX);
    assertThatThrownBy(() -> login.finish(thief, stolen)).isInstanceOf(PowerJobException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Signature.class,
      names = {"NONE", "FOREIGN_KEY", "CLIENT_SECRET"})
  void badSignature_isRefused(Signature signature) {
    provider.sign(signature);

    assertThat(refusal()).isEqualTo(UNTRUSTED);
  }

  @Test
  void wrongNonce_isRefused() {
    provider.say("nonce", "another");

    assertThat(refusal()).isEqualTo(UNTRUSTED);
  }

  @Test
  void tokenThatIsOver_isRefused() {
    provider.say("exp", Instant.now().minusSeconds(120).getEpochSecond());

    assertThat(refusal()).isEqualTo(UNTRUSTED);
  }

  @Test
  void tokenForOthers_isRefused() {
    provider.say("aud", List.of("somebody else"));
    assertThat(refusal()).isEqualTo(UNTRUSTED);

    provider.say("aud", List.of(StubProvider.CLIENT, "somebody else"));
    assertThat(refusal()).isEqualTo(UNTRUSTED);

    provider.say("azp", "somebody else");
    assertThat(refusal()).isEqualTo(UNTRUSTED);

    provider.say("azp", StubProvider.CLIENT);
    assertThat(refusal()).startsWith("let in");
  }

  @Test
  void tokenOfAnotherIssuer_isRefused() {
    provider.say("iss", "https://evil.example.org");

    assertThat(refusal()).isEqualTo(UNTRUSTED);
  }

  @Test
  void tokenThatLacksTheName_isRefused() {
    provider.say("sub", null);
    assertThat(refusal()).isEqualTo(UNTRUSTED);

    provider.reset();
    environment.put("powerjob.auth.oidc.username-claim", "uid");
    assertThat(refusal()).contains("says nothing in the claim uid");
  }

  @Test
  void personWhoWasNotLetIn_isToldSo() {
    assertThatThrownBy(
            () -> login().finish(ATTEMPT, Map.of("error", "access_denied", "state", "OIDC-state")))
        .hasMessage("UserAuthFailed:the login provider has not let you in");
  }

  @Test
  void providerThatIsAway_isToldSo() {
    provider.close();

    assertThatThrownBy(() -> login().begin(ATTEMPT))
        .hasMessage("UserAuthFailed:the login provider does not answer as it should");
  }

  @Test
  void withoutIssuer_itIsNotOffered() {
    environment.remove("powerjob.auth.oidc.issuer");

    assertThat(login().isAvailable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://login.example.org", "login.example.org", "ftp://x", "https://"})
  void issuerThatAnybodyCouldListenTo_stopsTheStart(String issuer) {
    environment.put("powerjob.auth.oidc.issuer", issuer);

    assertThatThrownBy(this::login)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("powerjob.auth.oidc.issuer is '" + issuer + "'");
  }

  @Test
  void secret_isNotInTexts() {
    assertThat(OidcSettings.of(Settings.of(new Properties(), environment)))
        .get()
        .asString()
        .doesNotContain("s3cret");
    assertThat(ATTEMPT.toString()).doesNotContain("nonce", "verifier");
    assertThat(Optional.of(login()).toString()).doesNotContain("s3cret");
  }
}
