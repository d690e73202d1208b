package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.AppPassword;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.InMemoryApps;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.audit.AuditLog;

class AppAccountsTest {
  private static final long USER = 7;
  private static final Grants NOBODY = Grants.of(List.of());
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SettableClock clock = new SettableClock();
  private final InMemoryApps apps = new InMemoryApps();
  private final InMemoryNamespaces namespaces = new InMemoryNamespaces();
  private final InMemoryUsers users = new InMemoryUsers();
  private final PasswordUpgrades upgrades = PasswordUpgrades.ofNothing();
  private final AppAccounts accounts =
      new AppAccounts(
          apps,
          namespaces,
          users,
          new UserAccounts(users, upgrades, clock),
          upgrades,
          AuditLog.ofNothing(),
          clock);
  private long namespace;

  @BeforeEach
  void namespaceAndApp() {
    namespaces.add(new Namespace("default_namespace", "default_namespace", null, NOW));
    namespace = namespaces.findByCode("default_namespace").orElseThrow().id();
    apps.add(new App("demo", "demopwd", namespace, null, NOW));
    for (int i = 1; i <= 9; i++) {
      users.add(new User("OIDC", "user" + i, NOW));
    }
  }

  @Test
  void rightPassword_givesTheId() {
    assertThat(accounts.authenticate("demo", "demopwd")).contains(1L);
  }

  @Test
  void wrongPasswordOrName_givesNothing() {
    assertThat(accounts.authenticate("demo", "other")).isEmpty();
    assertThat(accounts.authenticate("demo", AppPassword.ofPlain("demopwd").md5())).isEmpty();
    assertThat(accounts.authenticate("nobody", "demopwd")).isEmpty();
    assertThat(accounts.authenticate(null, "demopwd")).isEmpty();
    assertThat(accounts.authenticate("demo", null)).isEmpty();
  }

  @Test
  void md5OfThePassword_isAcceptedWhereClientsSendIt() {
    var demo = accounts.findByName("demo").orElseThrow();

    assertThat(accounts.accepts(demo, AppPassword.ofMd5(AppPassword.ofPlain("demopwd").md5())))
        .isTrue();
  }

  @Test
  void lookUps_askTheDatabaseOnceInAWhile() {
    int before = apps.reads();
    for (int i = 0; i < 100; i++) {
      assertThat(accounts.findIdByName("demo")).contains(1L);
      assertThat(accounts.find(1)).isPresent();
    }
    assertThat(apps.reads() - before).isEqualTo(1);

    clock.advance(AppAccounts.FRESHNESS);
    accounts.findIdByName("demo");
    assertThat(apps.reads() - before).isEqualTo(2);
  }

  @Test
  void passwordChangedHere_holdsAtOnce() {
    accounts.authenticate("demo", "demopwd");

    accounts.save(change(1, "demo", "newpwd", null), USER, adminOf(1));

    assertThat(accounts.authenticate("demo", "demopwd")).isEmpty();
    assertThat(accounts.authenticate("demo", "newpwd")).contains(1L);
  }

  @Test
  void passwordChangedElsewhere_holdsWithinSeconds() {
    accounts.authenticate("demo", "demopwd");
    apps.find(1).orElseThrow().changePassword("newpwd");

    clock.advance(AppAccounts.FRESHNESS);

    assertThat(accounts.authenticate("demo", "demopwd")).isEmpty();
    assertThat(accounts.authenticate("demo", "newpwd")).contains(1L);
  }

  @Test
  void repeatedChecks_areCheap() {
    accounts.authenticate("demo", "demopwd");
    var start = System.nanoTime();
    for (int i = 0; i < 1000; i++) {
      accounts.authenticate("demo", "demopwd");
    }
    // A thousand slow checks would take minutes.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void creator_becomesAdministrator() {
    var app = accounts.save(create("fresh", "freshpwd", namespace), USER, NOBODY);

    assertThat(accounts.rolesOn(app.id())).containsEntry(Role.ADMIN, List.of(USER));
    assertThat(accounts.authenticate("fresh", "freshpwd")).contains(app.id());
  }

  @Test
  void badRequests_nameFieldAndRule_andSaveNothing() {
    assertRefused(create("demo", "pw", namespace), "ILLEGAL_ARGS_ERROR:App[demo] already exists");
    assertRefused(create("a b", "pw", namespace), "appName can't contains white space!");
    assertRefused(create("", "pw", namespace), "appName can't be empty");
    assertRefused(create("new", null, namespace), "password can't be empty");
    assertRefused(create("new", "pw", null), "namespace can't be empty");
    assertRefused(create("new", "pw", 99L), "ILLEGAL_ARGS_ERROR:no namespace has the id 99");
    assertThat(apps.findAll()).hasSize(1);
  }

  @Test
  void nameOfAnApp_neverChanges() {
    assertThatThrownBy(() -> accounts.save(change(1, "other", null, null), USER, adminOf(1)))
        .hasMessage("NOT_ALLOW_CHANGE_THE_APP_NAME");
  }

  @Test
  void changeWithoutPassword_keepsThePassword() {
    accounts.save(change(1, "demo", " ", null), USER, adminOf(1));

    assertThat(accounts.authenticate("demo", "demopwd")).contains(1L);
  }

  @Test
  void strangersAndObservers_mayNotChange() {
    for (var grants : List.of(NOBODY, role(Role.OBSERVER, 1), adminOf(2))) {
      assertThatThrownBy(() -> accounts.save(change(1, "demo", "newpwd", null), USER, grants))
          .isInstanceOfSatisfying(
              PowerJobException.class,
              e -> assertThat(e.getCode()).isEqualTo(ErrorCodes.NO_PERMISSION.getCode()));
    }
    assertThat(accounts.authenticate("demo", "demopwd")).contains(1L);
  }

  @Test
  void developer_changesTheAppButNotWhoMayDoWhat() {
    var developer = role(Role.DEVELOPER, 1);

    accounts.save(change(1, "demo", "newpwd", null), USER, developer);
    assertThat(accounts.authenticate("demo", "newpwd")).contains(1L);

    var promotion = Map.of(Role.ADMIN, List.of(USER));
    assertThatThrownBy(() -> accounts.save(change(1, "demo", null, promotion), USER, developer))
        .isInstanceOf(PowerJobException.class);
    assertThat(accounts.rolesOn(1)).containsEntry(Role.ADMIN, List.of());
  }

  @Test
  void rolesSentWithAChange_replaceThoseBefore() {
    users.add(new UserRole(8, Role.QA, RoleScope.APP, 1, NOW));

    accounts.save(change(1, "demo", null, Map.of(Role.OBSERVER, List.of(9L))), USER, adminOf(1));

    assertThat(accounts.rolesOn(1))
        .containsEntry(Role.OBSERVER, List.of(9L))
        .containsEntry(Role.QA, List.of());
  }

  @Test
  void roleForNobody_isRefused() {
    var roles = Map.of(Role.OBSERVER, List.of(9L, 123L));

    assertThatThrownBy(() -> accounts.save(change(1, "demo", null, roles), USER, adminOf(1)))
        .hasMessage("ILLEGAL_ARGS_ERROR:no user has the id 123");
  }

  @Test
  void endedTokens_changeWhatTokensAreBoundTo_forAdministratorsOnly() {
    var before = accounts.find(1).orElseThrow().credential();
    assertThatThrownBy(() -> accounts.endTokens(1, USER, role(Role.DEVELOPER, 1)))
        .isInstanceOf(PowerJobException.class);
    assertThat(accounts.find(1).orElseThrow().credential()).isEqualTo(before);

    accounts.endTokens(1, USER, adminOf(1));

    assertThat(accounts.find(1).orElseThrow().credential()).isNotEqualTo(before);
    assertThat(accounts.authenticate("demo", "demopwd")).contains(1L);
  }

  @Test
  void appsOfAUser_areThoseTheyMaySee() {
    accounts.save(create("other", "otherpwd", namespace), 9, NOBODY);

    assertThat(accounts.findAll(role(Role.OBSERVER, 1), Permission.READ))
        .extracting(App::name)
        .containsExactly("demo");
  }

  private void assertRefused(SaveApp request, String message) {
    assertThatThrownBy(() -> accounts.save(request, USER, NOBODY))
        .isInstanceOf(PowerJobException.class)
        .hasMessage(message);
  }

  private static SaveApp create(String name, String password, Long namespaceId) {
    return new SaveApp(null, name, null, password, namespaceId, null, null, null);
  }

  private SaveApp change(long id, String name, String password, Map<Role, List<Long>> roles) {
    return new SaveApp(id, name, "title", password, namespace, null, null, roles);
  }

  private static Grants adminOf(long appId) {
    return role(Role.ADMIN, appId);
  }

  private static Grants role(Role role, long appId) {
    return Grants.of(List.of(new UserRole(USER, role, RoleScope.APP, appId, NOW)));
  }
}
