package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.testkit.SettableClock;

class UserAccountsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SettableClock clock = new SettableClock();
  private final InMemoryUsers users = new InMemoryUsers();
  private final UserAccounts accounts =
      new UserAccounts(users, PasswordUpgrades.ofNothing(), clock);

  @BeforeEach
  void admin() {
    new FirstAccounts(new InMemoryNamespaces(), users).createAdmin("long enough", false, NOW);
  }

  @Test
  void rightPassword_letsTheAdministratorIn() {
    var user = accounts.login("ADMIN", "long enough");

    assertThat(user.username()).isEqualTo("PWJB_ADMIN");
    assertThat(user.grants().allowsEverywhere(Permission.SU)).isTrue();
    assertThat(user.toString()).doesNotContain("pbkdf2");
  }

  @Test
  void wrongPasswordOrName_isRefused() {
    assertThatThrownBy(() -> accounts.login("ADMIN", "long enougH"))
        .hasMessage("password is incorrect");
    assertThatThrownBy(() -> accounts.login("NOBODY", "long enough")).hasMessage("UserNotExist");
  }

  @Test
  void disabledUser_isRefused() {
    users.findByUsername("PWJB_ADMIN").orElseThrow().disable(NOW);

    assertThatThrownBy(() -> accounts.login("ADMIN", "long enough")).hasMessage("UserDisabled");
  }

  @Test
  void disabledElsewhere_isSeenWithinSeconds() {
    long id = accounts.login("ADMIN", "long enough").id();
    assertThat(accounts.find(id)).map(UserIdentity::enabled).contains(true);
    users.find(id).orElseThrow().disable(NOW);

    clock.advance(UserAccounts.FRESHNESS);

    assertThat(accounts.find(id)).map(UserIdentity::enabled).contains(false);
  }

  @Test
  void unknownId_isNobody() {
    assertThat(accounts.find(123456)).isEmpty();
  }
}
