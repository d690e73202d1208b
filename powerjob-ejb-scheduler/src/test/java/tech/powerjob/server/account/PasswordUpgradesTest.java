package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.PasswordHash;
import tech.powerjob.domain.account.PwjbUser;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.store.Transactions;

/** A database of PowerJob's: its passwords are accepted, and then are no longer its own. */
class PasswordUpgradesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final AccountDatabase database = new AccountDatabase();
  private final JpaUsers users = new JpaUsers();
  private final JpaApps apps = new JpaApps();
  private final SettableClock clock = new SettableClock();
  private final Transactions transactions = new Transactions(database.dataSource(), 1);
  private final PasswordUpgrades upgrades = new PasswordUpgrades(transactions);
  private final UserAccounts userAccounts = new UserAccounts(users, upgrades, clock);
  private final AppAccounts appAccounts =
      new AppAccounts(
          apps,
          new InMemoryNamespaces(),
          users,
          userAccounts,
          upgrades,
          AuditLog.ofNothing(),
          clock);

  @BeforeEach
  void accountsOfPowerJob() {
    users.entityManager = database.entityManager();
    apps.entityManager = database.entityManager();
    database.inTransaction(
        () -> {
          var account = new PwjbUser("ADMIN", "to be replaced", NOW);
          users.add(account);
          users.add(new User(account, NOW));
          apps.add(new App("demo", "to be replaced", 1, null, NOW));
        });
    var md5 = AppPassword.ofPlain("ADMIN_powerjob_admin_z").md5();
    store("UPDATE pwjb_user_info SET password = ?", "ADMIN_" + md5 + "_b");
    store("UPDATE app_info SET password = ?", "demopwd");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void store(String sql, String value) {
    transactions.commit(
        connection -> {
          try (var update = connection.prepareStatement(sql)) {
            update.setString(1, value);
            return update.executeUpdate();
          }
        });
    database.entityManager().clear();
  }

  @Test
  void userGetsIn_andTheHashIsModernThen() {
    assertThat(userAccounts.login("ADMIN", "powerjob_admin").username()).isEqualTo("PWJB_ADMIN");

    database.entityManager().clear();
    var stored = users.findAccount("ADMIN").orElseThrow().passwordHash();
    assertThat(PasswordHash.parse(stored).matches("powerjob_admin")).isTrue();
    assertThat(userAccounts.login("ADMIN", "powerjob_admin").credential()).startsWith(stored);
    assertThatThrownBy(() -> userAccounts.login("ADMIN", "powerjob_admim"))
        .hasMessage("password is incorrect");
  }

  @Test
  void wrongPassword_replacesNothing() {
    assertThatThrownBy(() -> userAccounts.login("ADMIN", "wrong")).hasMessageContaining("password");
    assertThatThrownBy(() -> appAccounts.login("demo", AppPassword.ofPlain("wrong")))
        .hasMessage("INCORRECT_PASSWORD");

    database.entityManager().clear();
    assertThat(users.findAccount("ADMIN").orElseThrow().passwordHash()).endsWith("_b");
    assertThat(apps.findByName("demo").orElseThrow().passwordHash()).isEqualTo("demopwd");
  }

  @Test
  void appGetsIn_andTheHashIsModernThen() {
    assertThat(appAccounts.login("demo", AppPassword.ofPlain("demopwd")).name()).isEqualTo("demo");

    // What a server reads outside of transactions is never kept.
    database.entityManager().clear();
    clock.advance(AppAccounts.FRESHNESS);
    var again = appAccounts.login("demo", AppPassword.ofPlain("demopwd"));
    assertThat(again.passwordHash()).startsWith("pbkdf2:");
    assertThat(appAccounts.authenticate("demo", "demopwd")).contains(again.id());
    assertThat(appAccounts.authenticate("demo", "other")).isEmpty();
  }

  @Test
  void passwordChangedMeanwhile_isNotOverwritten() {
    var fresh = PasswordHash.of("changed elsewhere").toString();
    store("UPDATE pwjb_user_info SET password = ?", fresh);

    upgrades.user("ADMIN", "ADMIN_x_b", "powerjob_admin");

    assertThat(users.findAccount("ADMIN").orElseThrow().passwordHash()).isEqualTo(fresh);
  }
}
