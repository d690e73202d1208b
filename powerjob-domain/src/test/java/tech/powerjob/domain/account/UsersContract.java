package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of users does. */
public abstract class UsersContract {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

  protected abstract Users users();

  /** Runs in a transaction where the store has them. */
  protected void inTransaction(Runnable work) {
    work.run();
  }

  @Test
  void addedUser_isFoundByIdAndName() {
    var user = addUser("Anna");

    assertThat(users().find(user.id())).map(User::username).contains("PWJB_Anna");
    assertThat(users().findByUsername("PWJB_Anna")).map(User::id).contains(user.id());
    assertThat(users().findAccount("Anna")).map(PwjbUser::createdAt).contains(NOW);
    assertThat(users().findAccount("Anna"))
        .map(account -> PasswordHash.parse(account.passwordHash()).matches("long enough"))
        .contains(true);
  }

  @Test
  void unknownOrOtherwiseSpeltName_isNotFound() {
    addUser("Anna");

    assertThat(users().findAccount("anna")).isEmpty();
    assertThat(users().findByUsername("pwjb_anna")).isEmpty();
    assertThat(users().findAccount("Bert")).isEmpty();
    assertThat(users().find(123456)).isEmpty();
  }

  @Test
  void sameNameTwice_isRefused() {
    addUser("Anna");

    assertThatThrownBy(
            () -> inTransaction(() -> users().add(new PwjbUser("Anna", "long enough", NOW))))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void severalUsers_areFoundByTheirIds() {
    var anna = addUser("Anna");
    var bert = addUser("Bert");

    assertThat(users().findAll(List.of(anna.id(), bert.id(), 123456L)))
        .extracting(User::originUsername)
        .containsExactlyInAnyOrder("Anna", "Bert");
    assertThat(users().findAll(List.of())).isEmpty();
  }

  @Test
  void roles_areFoundByUserAndByObject_andRemovedByObject() {
    inTransaction(
        () -> {
          users().add(new UserRole(1, Role.ADMIN, RoleScope.APP, 5, NOW));
          users().add(new UserRole(1, Role.QA, RoleScope.NAMESPACE, 5, NOW));
          users().add(new UserRole(2, Role.OBSERVER, RoleScope.APP, 5, NOW));
        });

    assertThat(users().rolesOf(1))
        .extracting(UserRole::role)
        .containsExactlyInAnyOrder(Role.ADMIN, Role.QA);
    assertThat(users().rolesOn(RoleScope.APP, 5))
        .extracting(UserRole::userId)
        .containsExactlyInAnyOrder(1L, 2L);

    inTransaction(() -> users().removeRolesOn(RoleScope.APP, 5));

    assertThat(users().rolesOn(RoleScope.APP, 5)).isEmpty();
    assertThat(users().rolesOf(1)).extracting(UserRole::scope).containsExactly(RoleScope.NAMESPACE);
  }

  private User addUser(String name) {
    var account = new PwjbUser(name, "long enough", NOW);
    var user = new User(account, NOW);
    inTransaction(
        () -> {
          users().add(account);
          users().add(user);
        });
    return user;
  }
}
