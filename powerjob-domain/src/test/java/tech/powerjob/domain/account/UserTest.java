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
