package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UserTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void userOfAnAccount_isNamedByLoginType() {
    var user = new User(new PwjbUser("ADMIN", "long enough", NOW), NOW);

    assertThat(user.username()).isEqualTo("PWJB_ADMIN");
    assertThat(user.originUsername()).isEqualTo("ADMIN");
    assertThat(user.showName()).isEqualTo("ADMIN");
    assertThat(user.enabled()).isTrue();
  }

  @Test
  void disabledUser_isNotEnabled() {
    var user = new User(new PwjbUser("ADMIN", "long enough", NOW), NOW);
    user.disable(NOW);

    assertThat(user.enabled()).isFalse();
  }

  @Test
  void generatedPassword_mustBeChanged_andThenNoMore() {
    var account = new PwjbUser("ADMIN", "long enough", NOW);
    account.requireChange();
    assertThat(account.mustChange()).isTrue();

    account.changePassword("another one", NOW);
    assertThat(account.mustChange()).isFalse();
  }

  @Test
  void sessions_endByThemselvesAndWithTheUser() {
    var user = new User("OIDC", "anna@example.org", NOW);
    assertThat(user.username()).isEqualTo("OIDC_anna@example.org");
    assertThat(user.tokenGeneration()).isZero();

    user.endSessions(NOW);
    user.disable(NOW);
    user.enable(NOW);

    assertThat(user.tokenGeneration()).isEqualTo(2);
    assertThat(user.enabled()).isTrue();
  }

  @Test
  void blankTexts_leaveThingsAsTheyAre() {
    var user = new User("OIDC", "anna", NOW);
    user.describe("Anna", "1", "a@b", "http://h", "x", NOW);
    user.describe("", null, " ", "http://other", null, NOW);

    assertThat(user.nick()).isEqualTo("Anna");
    assertThat(user.phone()).isEqualTo("1");
    assertThat(user.email()).isEqualTo("a@b");
    assertThat(user.webHook()).isEqualTo("http://other");
    assertThat(user.extra()).isEqualTo("x");
    assertThatThrownBy(() -> user.describe("n".repeat(256), null, null, null, null, NOW))
        .hasMessage("nick has 256 characters but may have at most 255");
  }

  @Test
  void shortPassword_isRefusedWithTheRuleAndWithoutTheValue() {
    assertThatThrownBy(() -> new PwjbUser("ADMIN", "short", NOW))
        .hasMessage("password has 5 characters but needs at least 8");
  }

  @Test
  void changedPassword_replacesTheHash() {
    var account = new PwjbUser("ADMIN", "long enough", NOW);
    account.changePassword("another one", NOW);

    assertThat(PasswordHash.parse(account.passwordHash()).matches("another one")).isTrue();
    assertThat(PasswordHash.parse(account.passwordHash()).matches("long enough")).isFalse();
  }
}
