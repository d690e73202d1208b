package tech.powerjob.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.server.account.NamedRole;

class GroupRolesTest {
  @Test
  void groups_meanTheRolesThatTheMappingSays() {
    var roles =
        GroupRoles.parse(
            "admins=GLOBAL:ADMIN; cn=team a,ou=x = namespace:default_namespace:developer;"
                + "ops=APP:demo:QA;ops=APP:other:OBSERVER;");

    assertThat(roles.of(Set.of("ops", "unknown")))
        .containsExactlyInAnyOrder(
            new NamedRole(RoleScope.APP, "demo", Role.QA),
            new NamedRole(RoleScope.APP, "other", Role.OBSERVER));
    assertThat(roles.of(Set.of("cn=team a,ou=x")))
        .containsExactly(new NamedRole(RoleScope.NAMESPACE, "default_namespace", Role.DEVELOPER));
    assertThat(roles.of(Set.of("admins")))
        .containsExactly(new NamedRole(RoleScope.GLOBAL, null, Role.ADMIN));
    assertThat(roles.of(Set.of())).isEmpty();
    assertThat(GroupRoles.parse("").of(Set.of("admins"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admins",
        "=GLOBAL:ADMIN",
        "a=ADMIN",
        "a=GLOBAL:KING",
        "a=APP:QA",
        "a=GLOBAL:x:QA"
      })
  void brokenMapping_isRefusedWithThePart(String text) {
    assertThatThrownBy(() -> GroupRoles.parse("good=GLOBAL:ADMIN;" + text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has the part '" + text + "' but must be");
  }
}
