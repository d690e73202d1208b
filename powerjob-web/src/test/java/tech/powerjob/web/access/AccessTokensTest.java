package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.InMemoryApps;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.EndedTokens;
import tech.powerjob.server.account.PasswordUpgrades;
import tech.powerjob.server.account.UserAccounts;
import tech.powerjob.server.audit.AuditLog;

class AccessTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LIFE = Duration.ofDays(7);

  private final InMemoryApps apps = new InMemoryApps();
  private final InMemoryUsers users = new InMemoryUsers();
  private final byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
  private final Set<String> endedIds = new HashSet<>();
  private final EndedTokens ended =
      new EndedTokens(null) {
        @Override
        public void end(String tokenId, Instant until) {
          endedIds.add(tokenId);
        }

        @Override
        public boolean isEnded(String tokenId) {
          return endedIds.contains(tokenId);
        }
      };
  private final AccessTokens tokens = tokens(secret, NOW);
  private App app;
  private User user;
  private PwjbUser account;

  @BeforeEach
  void appAndUser() {
    app = new App("demo", "demopwd", 1, null, NOW);
    apps.add(app);
    account = new PwjbUser("Anna", "long enough", NOW);
    users.add(account);
    user = new User(account, NOW);
    users.add(user);
  }

  @Test
  void issuedTokens_areRecognised() {
    assertThat(tokens.app(appToken()).name()).isEqualTo("demo");
    assertThat(tokens.user(userToken()).username()).isEqualTo("PWJB_Anna");
  }

  @Test
  void token_lastsUntilItsEndAndNoLonger() {
    var token = appToken();

    var before = tokens(secret, NOW.plus(LIFE).minusSeconds(1));
    assertThat(before.app(token).id()).isEqualTo(app.id());
    var after = tokens(secret, NOW.plus(LIFE));
    assertRefused(() -> after.app(token), ErrorCodes.TOKEN_EXPIRED);
  }

  @Test
  void tokenThatWasGoodBefore_isRefusedOnceItEnds() {
    var clock = new SettableClock(NOW);
    var accounts = new UserAccounts(users, PasswordUpgrades.ofNothing());
    // The memory of applications has a clock of its own, so that only the token's end plays a part.
    var moving =
        new AccessTokens(
            () -> secret,
            new AppAccounts(
                apps,
                new InMemoryNamespaces(),
                users,
                accounts,
                PasswordUpgrades.ofNothing(),
                AuditLog.ofNothing()),
            accounts,
            ended,
            LIFE,
            clock);
    var token = appToken();
    assertThat(moving.app(token).id()).isEqualTo(app.id());
    assertThat(moving.app(token).id()).isEqualTo(app.id());

    clock.advance(LIFE);
    assertRefused(() -> moving.app(token), ErrorCodes.TOKEN_EXPIRED);
  }

  @Test
  void tokenSignedWithAnotherSecret_isRefused() {
    var forged =
        tokens("another secret, also of 32 bytes".getBytes(StandardCharsets.UTF_8), NOW)
            .issue(identity());

    assertRefused(() -> tokens.app(forged), ErrorCodes.INVALID_TOKEN);
  }

  @Test
  void alteredOrUnsignedToken_isRefused() {
    var parts = appToken().split("\\.");
    var none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    var altered =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                "{\"use\":\"app\",\"appId\":1,\"exp\":9999999999}"
                    .getBytes(StandardCharsets.UTF_8));

    for (var token :
        List.of(
            parts[0] + "." + altered + "." + parts[2],
            none + "." + altered + ".",
            "not a token",
            "a.b.c",
            "..")) {
      assertRefused(() -> tokens.app(token), ErrorCodes.INVALID_TOKEN);
    }
  }

  @Test
  void loggedOut_thatTokenEndsAndNoOther() {
    var token = userToken();
    var other = userToken();

    tokens.end(token);

    assertRefused(() -> tokens.user(token), ErrorCodes.USER_AUTH_FAILED);
    assertThat(tokens.user(other).id()).isEqualTo(user.id());
    assertRefused(() -> tokens.end("nonsense"), ErrorCodes.INVALID_TOKEN);
  }

  @Test
  void allSessionsOrTokensEnded_noneIsGoodAnyMore_andNewOnesAre() {
    var token = userToken();
    var ofApp = appToken();
    user.endSessions(NOW);
    app.endTokens();
    var later = tokens(secret, NOW);

    assertRefused(() -> later.user(token), ErrorCodes.USER_AUTH_FAILED);
    assertRefused(() -> later.app(ofApp), ErrorCodes.INCORRECT_PASSWORD);
    assertThat(later.user(userToken()).id()).isEqualTo(user.id());
  }

  @Test
  void tokenOfAUser_isNoTokenOfAnApp() {
    assertRefused(() -> tokens.app(userToken()), ErrorCodes.INVALID_TOKEN);
    assertRefused(() -> tokens.user(appToken()), ErrorCodes.INVALID_TOKEN);
  }

  @Test
  void changedPassword_endsTheTokens() {
    var ofApp = appToken();
    var ofUser = userToken();
    app.changePassword("newpwd");
    account.changePassword("even longer", NOW);

    var fresh = tokens(secret, NOW);
    assertRefused(() -> fresh.app(ofApp), ErrorCodes.INCORRECT_PASSWORD);
    assertRefused(() -> fresh.user(ofUser), ErrorCodes.USER_AUTH_FAILED);
  }

  @Test
  void disabledUser_isRefused() {
    var token = userToken();
    user.disable(NOW);

    assertRefused(() -> tokens(secret, NOW).user(token), ErrorCodes.USER_DISABLED);
  }

  @Test
  void tokenOfAnAppThatIsGone_isRefused() {
    var token = tokens.issue(new AppIdentity(99, "gone", null, 1L, app.passwordHash(), 0));

    assertRefused(() -> tokens.app(token), ErrorCodes.INVALID_APP);
  }

  @Test
  void token_saysNothingOfThePassword() {
    var claims =
        new String(
            Base64.getUrlDecoder().decode(appToken().split("\\.")[1]), StandardCharsets.UTF_8);

    assertThat(claims).contains("\"appId\":" + app.id()).doesNotContain("pbkdf2");
    for (var part : app.passwordHash().split(":")) {
      assertThat(claims).doesNotContain(part.length() > 10 ? part : "pbkdf2");
    }
  }

  private String appToken() {
    return tokens.issue(identity());
  }

  private AppIdentity identity() {
    return new AppIdentity(app.id(), app.name(), null, 1L, app.passwordHash(), 0);
  }

  private String userToken() {
    return tokens.issue(
        new UserAccounts(users, PasswordUpgrades.ofNothing()).find(user.id()).orElseThrow());
  }

  private AccessTokens tokens(byte[] secret, Instant now) {
    var userAccounts = new UserAccounts(users, PasswordUpgrades.ofNothing());
    return new AccessTokens(
        () -> secret,
        new AppAccounts(
            apps,
            new InMemoryNamespaces(),
            users,
            userAccounts,
            PasswordUpgrades.ofNothing(),
            AuditLog.ofNothing()),
        userAccounts,
        ended,
        LIFE,
        Clock.fixed(now, ZoneOffset.UTC));
  }

  private static void assertRefused(ThrowingCallable call, ErrorCodes code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            PowerJobException.class, e -> assertThat(e.getCode()).isEqualTo(code.getCode()));
  }
}
