package tech.powerjob.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.account.Grants;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppIdentity;
import tech.powerjob.server.account.UserIdentity;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.web.rest.ParameterReader;
import tech.powerjob.web.rest.RequestParameters;

/** Jobs 30 and 40 and instances 300 and 400 belong to the applications 3 and 4. */
class ObjectAccessTest {
  private final ObjectAccess access = new ObjectAccess();

  @BeforeEach
  void wire() {
    access.app = new CurrentApp();
    access.user = new CurrentUser();
    access.user.actor = new Actor();
    access.user.apps =
        new AppAccounts() {
          @Override
          public Optional<AppIdentity> find(long appId) {
            return Optional.of(new AppIdentity(appId, "app" + appId, null, 1L, "hash", 0));
          }
        };
    access.jobs =
        new JobService() {
          @Override
          public OptionalLong appOf(long jobId) {
            return ownerOf(jobId, 10);
          }
        };
    access.instances =
        new InstanceService() {
          @Override
          public OptionalLong appOf(long instanceId) {
            return ownerOf(instanceId, 100);
          }
        };
    access.parameters = new RequestParameters();
  }

  private static OptionalLong ownerOf(long id, long each) {
    return id == 3 * each || id == 4 * each ? OptionalLong.of(id / each) : OptionalLong.empty();
  }

  private void user(Role role, RoleScope scope, long target) {
    var grants = Grants.of(List.of(new UserRole(7, role, scope, target, null)));
    access.user.is(
        new UserIdentity(7, "PWJB_x", "x", null, null, null, null, true, "hash", false, 0, grants));
  }

  @Test
  void user_reachesObjectsOfTheApplicationOfTheRole_whateverTheCallSays() {
    user(Role.DEVELOPER, RoleScope.APP, 3);

    assertThat(access.ofJob(Permission.WRITE, 30)).isEqualTo(3);
    assertThat(access.ofInstance(Permission.OPS, 300)).isEqualTo(3);
    assertDenied(() -> access.ofJob(Permission.READ, 40));
    assertDenied(() -> access.ofInstance(Permission.READ, 400));
    ParameterReader.read("appId=3", access.parameters);
    assertDenied(() -> access.ofJob(Permission.READ, 40));
  }

  @Test
  void role_limitsWhatMayBeDone() {
    user(Role.OBSERVER, RoleScope.APP, 3);

    assertThat(access.ofJob(Permission.READ, 30)).isEqualTo(3);
    assertDenied(() -> access.ofJob(Permission.WRITE, 30));
    assertDenied(() -> access.ofInstance(Permission.OPS, 300));
  }

  @Test
  void unknownObject_looksLikeAForbiddenOne_exceptToThoseWhoMaySeeAll() {
    user(Role.ADMIN, RoleScope.APP, 3);
    assertDenied(() -> access.ofJob(Permission.READ, 99));

    user(Role.ADMIN, RoleScope.GLOBAL, 1);
    assertThatThrownBy(() -> access.ofJob(Permission.READ, 99))
        .isInstanceOf(UnknownObjectException.class)
        .hasMessage("can't find job by jobId: 99");
  }

  @Test
  void callThatNamesAnotherApplication_findsNothing() {
    user(Role.ADMIN, RoleScope.GLOBAL, 1);
    ParameterReader.read("appId=4", access.parameters);

    assertThatThrownBy(() -> access.ofJob(Permission.READ, 30))
        .isInstanceOf(UnknownObjectException.class);
    assertThat(access.ofJob(Permission.READ, 40)).isEqualTo(4);
  }

  @Test
  void application_isItself_andNoOther() {
    access.app = CurrentApp.of(new AppIdentity(3, "app3", null, 1L, "hash", 0));

    assertThat(access.ofJob(Permission.WRITE, 40)).isEqualTo(3);
    ParameterReader.read("appId=4", access.parameters);
    assertThatThrownBy(() -> access.ofJob(Permission.READ, 30)).hasMessageContaining("app 4");
  }

  @Test
  void nobody_reachesNothing() {
    assertThatThrownBy(() -> access.ofJob(Permission.READ, 30))
        .hasMessageContaining("UserNotLoggedIn");
  }

  private static void assertDenied(Runnable call) {
    assertThatThrownBy(call::run).hasMessage("Permission denied!");
  }
}
