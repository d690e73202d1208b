package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.InMemoryApps;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.store.JtaWork;

class KnownElsewhereTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UserProfile JANE = new UserProfile("Jane", "1", "j@x", null, null);
  private static final NamedRole ADMIN = new NamedRole(RoleScope.GLOBAL, null, Role.ADMIN);
  private static final NamedRole DEMO_QA = new NamedRole(RoleScope.APP, "demo", Role.QA);

  private final SettableClock clock = new SettableClock();
  private final InMemoryUsers users = new InMemoryUsers();
  private final InMemoryApps apps = new InMemoryApps();
  private final KnownElsewhere people =
      new KnownElsewhere(
          users,
          apps,
          new InMemoryNamespaces(),
          new UserAccounts(users, PasswordUpgrades.ofNothing(), clock),
          AuditLog.ofNothing(),
          new JtaWork(),
          clock);

  @Test
  void firstLogin_makesAUserWithoutAnyPermission() {
    var user = people.admit("OIDC", "1", JANE, Optional.empty());

    assertThat(user.username()).isEqualTo("OIDC_1");
    assertThat(user.showName()).isEqualTo("Jane");
    assertThat(users.rolesOf(user.id())).isEmpty();
    assertThat(user.mustChangePassword()).isFalse();
  }

  @Test
  void furtherLogins_areTheSameUser_andChangeNothingAboutThem() {
    long id = people.admit("OIDC", "1", JANE, Optional.empty()).id();

    var again =
        people.admit(
            "OIDC", "1", new UserProfile("Other", null, null, null, null), Optional.empty());

    assertThat(again.id()).isEqualTo(id);
    assertThat(again.showName()).isEqualTo("Jane");
    assertThat(people.admit("DING", "1", JANE, Optional.empty()).id()).isNotEqualTo(id);
  }

  @Test
  void rolesOfGroups_comeAndGo_thoseOfPeopleStay() {
    apps.add(new App("demo", "demopwd", 1, null, NOW));
    var user = people.admit("OIDC", "1", JANE, Optional.of(List.of(ADMIN, DEMO_QA)));
    assertThat(user.grants().allowsEverywhere(Permission.SU)).isTrue();
    users.add(new UserRole(user.id(), Role.OBSERVER, RoleScope.NAMESPACE, 1, NOW));

    var later = people.admit("OIDC", "1", JANE, Optional.of(List.of(DEMO_QA)));

    assertThat(later.grants().allowsEverywhere(Permission.SU)).isFalse();
    assertThat(users.rolesOf(user.id()))
        .extracting(UserRole::role)
        .containsExactlyInAnyOrder(Role.QA, Role.OBSERVER);
    people.admit("OIDC", "1", JANE, Optional.of(List.of()));
    assertThat(users.rolesOf(user.id())).extracting(UserRole::role).containsExactly(Role.OBSERVER);
  }

  @Test
  void withoutMapping_noRoleIsTaken() {
    people.admit("OIDC", "1", JANE, Optional.of(List.of(ADMIN)));

    var later = people.admit("OIDC", "1", JANE, Optional.empty());

    assertThat(later.grants().allowsEverywhere(Permission.SU)).isTrue();
  }

  @Test
  void roleOnWhatDoesNotExist_isNone() {
    var user = people.admit("OIDC", "1", JANE, Optional.of(List.of(DEMO_QA)));

    assertThat(users.rolesOf(user.id())).isEmpty();
  }
}
