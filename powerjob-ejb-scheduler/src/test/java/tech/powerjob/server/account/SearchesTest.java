package tech.powerjob.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.InMemoryApps;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;

class SearchesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void app_isFoundByPartsInAnyCase_andByRole() {
    var app = new App("Billing-EU", "password", 3, 1L, NOW);
    app.describe("Title", "Retail, EU", null);
    new InMemoryApps().add(app);
    var nobody = Grants.of(List.of());
    var related = Grants.of(List.of(new UserRole(1, Role.QA, RoleScope.APP, app.id(), NOW)));

    assertThat(new AppSearch(null, null, " ", null, false).matches(app, nobody)).isTrue();
    assertThat(new AppSearch(app.id(), 3L, "billing", "retail", false).matches(app, nobody))
        .isTrue();
    assertThat(new AppSearch(null, null, null, null, true).matches(app, nobody)).isFalse();
    assertThat(new AppSearch(null, null, null, null, true).matches(app, related)).isTrue();
    assertThat(new AppSearch(app.id() + 1, null, null, null, false).matches(app, related))
        .isFalse();
    assertThat(new AppSearch(null, 4L, null, null, false).matches(app, related)).isFalse();
    assertThat(new AppSearch(null, null, "x", null, false).matches(app, related)).isFalse();
    assertThat(new AppSearch(null, null, null, "x", false).matches(app, related)).isFalse();
  }

  @Test
  void namespace_isFoundByPartsOfItsTexts() {
    var namespace = new Namespace("team-a", "Team A", 1L, NOW);
    assertThat(new NamespaceSearch("TEAM", "team a", null).matches(namespace)).isTrue();
    assertThat(new NamespaceSearch(null, null, "x").matches(namespace)).isFalse();
  }

  @Test
  void user_isFoundByNameAndLoginType() {
    var user = new User("OIDC", "zoe", NOW);
    user.describe("Zoe", "555-0100", null, null, null, NOW);
    assertThat(new UserSearch(null, "OIDC", "zo", "0100").matches(user)).isTrue();
    assertThat(new UserSearch(null, "PWJB", null, null).matches(user)).isFalse();
    assertThat(new UserSearch(null, "", null, "9").matches(user)).isFalse();
  }
}
