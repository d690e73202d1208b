package tech.powerjob.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long USER = 7;
  private static final long APP = 3;
  private static final long NAMESPACE = 2;

  @Test
  void noRole_allowsNothing() {
    assertThat(permissionsOf(Grants.of(List.of()))).isEmpty();
  }

  @Test
  void roles_permitWhatTheirTableSays() {
    assertThat(permissionsOf(on(RoleScope.APP, APP, Role.OBSERVER)))
        .containsExactly(Permission.READ);
    assertThat(permissionsOf(on(RoleScope.APP, APP, Role.QA)))
        .containsExactly(Permission.READ, Permission.OPS);
    assertThat(permissionsOf(on(RoleScope.APP, APP, Role.DEVELOPER)))
        .containsExactly(Permission.READ, Permission.WRITE, Permission.OPS);
    assertThat(permissionsOf(on(RoleScope.APP, APP, Role.ADMIN)))
        .containsExactly(Permission.values());
  }

  @Test
  void somewhere_isWhereAnyRolePermitsIt() {
    assertThat(Grants.of(List.of()).allowsSomewhere(Permission.READ)).isFalse();
    assertThat(on(RoleScope.APP, APP, Role.DEVELOPER).allowsSomewhere(Permission.SU)).isFalse();
    assertThat(on(RoleScope.NAMESPACE, NAMESPACE, Role.ADMIN).allowsSomewhere(Permission.SU))
        .isTrue();
  }

  @Test
  void roleOnAnotherApp_allowsNothingHere() {
    assertThat(permissionsOf(on(RoleScope.APP, APP + 1, Role.ADMIN))).isEmpty();
  }

  @Test
  void roleOnNamespace_holdsForItsAppsOnly() {
    var grants = on(RoleScope.NAMESPACE, NAMESPACE, Role.QA);

    assertThat(grants.allows(Permission.OPS, APP, NAMESPACE)).isTrue();
    assertThat(grants.allows(Permission.WRITE, APP, NAMESPACE)).isFalse();
    assertThat(grants.allows(Permission.OPS, APP, NAMESPACE + 1)).isFalse();
    assertThat(grants.allows(Permission.OPS, APP, null)).isFalse();
  }

  @Test
  void idsOfOneScope_meanNothingInAnother() {
    assertThat(on(RoleScope.NAMESPACE, APP, Role.ADMIN).allows(Permission.READ, APP, NAMESPACE))
        .isFalse();
    assertThat(on(RoleScope.APP, NAMESPACE, Role.ADMIN).allows(Permission.READ, APP, NAMESPACE))
        .isFalse();
    assertThat(
            on(RoleScope.APP, NAMESPACE, Role.ADMIN).allowsOnNamespace(Permission.READ, NAMESPACE))
        .isFalse();
  }

  @Test
  void globalRoles_holdEverywhere() {
    var admin = on(RoleScope.GLOBAL, UserRole.GLOBAL_TARGET, Role.ADMIN);
    var observer = on(RoleScope.GLOBAL, UserRole.GLOBAL_TARGET, Role.OBSERVER);

    assertThat(permissionsOf(admin)).containsExactly(Permission.values());
    assertThat(admin.allowsEverywhere(Permission.SU)).isTrue();
    assertThat(admin.allowsOnNamespace(Permission.SU, NAMESPACE)).isTrue();
    assertThat(permissionsOf(observer)).containsExactly(Permission.READ);
    assertThat(observer.allowsEverywhere(Permission.SU)).isFalse();
  }

  @Test
  void adminOfAnApp_isNotAdminEverywhere() {
    assertThat(on(RoleScope.APP, APP, Role.ADMIN).allowsEverywhere(Permission.READ)).isFalse();
  }

  @Test
  void severalRoles_addUp() {
    var grants =
        Grants.of(
            List.of(
                new UserRole(USER, Role.OBSERVER, RoleScope.NAMESPACE, NAMESPACE, NOW),
                new UserRole(USER, Role.DEVELOPER, RoleScope.APP, APP, NOW)));

    assertThat(grants.allows(Permission.WRITE, APP, NAMESPACE)).isTrue();
    assertThat(grants.allows(Permission.WRITE, APP + 1, NAMESPACE)).isFalse();
    assertThat(grants.allows(Permission.READ, APP + 1, NAMESPACE)).isTrue();
    assertThat(grants.relatedTo(APP)).isTrue();
    assertThat(grants.relatedTo(APP + 1)).isFalse();
  }

  private static Grants on(RoleScope scope, long target, Role role) {
    return Grants.of(List.of(new UserRole(USER, role, scope, target, NOW)));
  }

  private static Set<Permission> permissionsOf(Grants grants) {
    var allowed = EnumSet.noneOf(Permission.class);
    Arrays.stream(Permission.values())
        .filter(permission -> grants.allows(permission, APP, NAMESPACE))
        .forEach(allowed::add);
    return allowed;
  }
}
