package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.domain.account.InMemoryNamespaces;
import tech.powerjob.domain.account.InMemoryUsers;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.audit.AuditLog;

class UserAdministrationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String PASSWORD = "long enough";

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final InMemoryUsers users = new InMemoryUsers();
  private final UserAccounts accounts =
      new UserAccounts(users, PasswordUpgrades.ofNothing(), clock);
  private final List<AuditEntry> lines = new ArrayList<>();
  private final AuditLog audit =
      new AuditLog(() -> AuditActor.SERVER, lines::add, lines::add, clock);
  private UserAdministration administration;
  private UserIdentity admin;

  @BeforeEach
  void administrator() {
    administration =
        new UserAdministration(users, accounts, audit, clock, new InitialPasswordFile(folder));
    new FirstAccounts(new InMemoryNamespaces(), users).createAdmin(PASSWORD, true, NOW);
    admin = accounts.login("ADMIN", PASSWORD);
  }

  private UserIdentity user(String name) {
    administration.create(name, PASSWORD, UserProfile.EMPTY);
    return accounts.login(name, PASSWORD);
  }

  @Test
  void newUser_mayDoNothing_andIsThereOnce() {
    var anna = user("anna");

    assertThat(anna.username()).isEqualTo("PWJB_anna");
    assertThat(anna.mustChangePassword()).isFalse();
    assertThat(users.rolesOf(anna.id())).isEmpty();
    assertThatThrownBy(() -> user("anna")).hasMessage("username already exist, please change one!");
    assertThatThrownBy(() -> administration.create(" ", PASSWORD, UserProfile.EMPTY))
        .hasMessage("userName can't be null or empty!");
    assertThatThrownBy(() -> administration.create("x", null, UserProfile.EMPTY))
        .hasMessage("password can't be null or empty!");
  }

  @Test
  void changedPassword_endsTheDemandAndAllSessions_andIsNotInTheAudit() {
    administration.changePassword("ADMIN", PASSWORD, "another one");

    var later = accounts.find(admin.id()).orElseThrow();
    assertThat(later.mustChangePassword()).isFalse();
    assertThat(later.credential()).isNotEqualTo(admin.credential());
    assertThat(lines).extracting(AuditEntry::action).containsExactly("user.password");
    assertThat(lines.toString()).doesNotContain("another one", PASSWORD, "pbkdf2");
    assertThatThrownBy(() -> administration.changePassword("ADMIN", PASSWORD, "a third one"))
        .hasMessage("password is incorrect");
    assertThatThrownBy(() -> administration.changePassword("ADMIN", "another one", "another one"))
        .hasMessage("the new password must differ from the old one");
  }

  @Test
  void resetPassword_endsAllSessionsAndMustBeChanged() {
    var anna = user("anna");

    administration.resetPassword(anna.id(), "made up for her", admin);

    var later = accounts.login("anna", "made up for her");
    assertThat(later.mustChangePassword()).isTrue();
    assertThat(later.credential()).isNotEqualTo(anna.credential());
    assertThatThrownBy(() -> accounts.login("anna", PASSWORD)).hasMessage("password is incorrect");
    assertThat(lines).extracting(AuditEntry::action).endsWith("user.reset-password");
    assertThat(lines.toString()).doesNotContain("made up for her", "pbkdf2");
  }

  @Test
  void resetPassword_isForAdministratorsAndAccountsThatAreKeptHere() {
    var anna = user("anna");
    assertThatThrownBy(() -> administration.resetPassword(anna.id(), "made up for her", anna))
        .hasMessageContaining("Only administrators");
    assertThatThrownBy(() -> administration.resetPassword(anna.id(), "short", admin))
        .hasMessage("password has 5 characters but needs at least 8");
    assertThatThrownBy(() -> administration.resetPassword(anna.id(), null, admin))
        .hasMessage("password can't be null or empty!");
    assertThatThrownBy(() -> administration.resetPassword(4711, "made up for her", admin))
        .hasMessageContaining("no user has the id 4711");
    var elsewhere = new User("OIDC", "zoe", NOW);
    users.add(elsewhere);
    assertThatThrownBy(() -> administration.resetPassword(elsewhere.id(), "made up for her", admin))
        .hasMessageContaining("is not kept here");
    assertThat(accounts.login("anna", PASSWORD).mustChangePassword()).isFalse();
  }

  @Test
  void description_canBeTakenAwayAgain() {
    var anna = user("anna");
    administration.modify(anna.id(), new UserProfile("Anna", "1", "a@b", null, null), anna);
    administration.describe(anna.id(), new UserProfile("Anna", " ", null, null, null), anna);

    var later = administration.get(anna.id());
    assertThat(later.nick()).isEqualTo("Anna");
    assertThat(later.phone()).isNull();
    assertThat(later.email()).isNull();
    var ben = user("ben");
    assertThatThrownBy(() -> administration.describe(anna.id(), UserProfile.EMPTY, ben))
        .hasMessageContaining("account owner");
  }

  @Test
  void initialPassword_isForgottenWithTheChangeOfTheAdministratorOnly() throws Exception {
    var file = Files.writeString(folder.resolve("initial-admin-password"), "x");

    administration.forgetInitialPassword("anna");
    assertThat(file).exists();
    administration.forgetInitialPassword("ADMIN");
    assertThat(file).doesNotExist();
  }

  @Test
  void lastAdministratorWhoCanLogIn_stays() {
    var anna = user("anna");
    assertThatThrownBy(() -> administration.disable(admin.id(), admin))
        .hasMessage("At least one super administrator is required!");

    administration.setGlobalAdmins(List.of(admin.id(), anna.id()));
    administration.disable(anna.id(), admin);
    assertThatThrownBy(() -> administration.disable(admin.id(), admin))
        .hasMessage("At least one super administrator is required!");
    assertThatThrownBy(() -> administration.setGlobalAdmins(List.of(anna.id())))
        .hasMessage("At least one super administrator is required!");

    administration.enable(anna.id(), admin);
    administration.disable(admin.id(), admin);
    assertThat(accounts.find(admin.id()).orElseThrow().enabled()).isFalse();
  }

  @Test
  void otherGlobalRoles_areLeftAlone() {
    var anna = user("anna");
    users.add(
        new UserRole(anna.id(), Role.OBSERVER, RoleScope.GLOBAL, UserRole.GLOBAL_TARGET, NOW));

    administration.setGlobalAdmins(List.of(admin.id(), anna.id()));
    administration.setGlobalAdmins(List.of(admin.id()));

    var grants = administration.grantsOf(anna.id());
    assertThat(grants.allowsEverywhere(Permission.READ)).isTrue();
    assertThat(grants.allowsEverywhere(Permission.SU)).isFalse();
    assertThat(administration.globalAdmins()).containsExactly(admin.id());
  }

  @Test
  void others_mayNotTouchAUser() {
    var anna = user("anna");
    var bert = user("bert");
    var profile = new UserProfile("N", null, null, null, null);

    assertThatThrownBy(() -> administration.modify(anna.id(), profile, bert))
        .hasMessage("Only the administrator and account owner can modify the account");
    assertThatThrownBy(() -> administration.endSessions(anna.id(), bert))
        .hasMessageContaining("Only the administrator");
    administration.modify(anna.id(), profile, anna);
    administration.endSessions(anna.id(), admin);
    assertThat(accounts.find(anna.id()).orElseThrow().credential()).isNotEqualTo(anna.credential());
  }
}
