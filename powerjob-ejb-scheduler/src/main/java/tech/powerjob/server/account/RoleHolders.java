package tech.powerjob.server.account;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tech.powerjob.common.enums.ErrorCodes;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.domain.account.Users;

/** Who holds which role on one object. */
final class RoleHolders {
  private RoleHolders() {}

  /** Ids of the holders, in order; every role is a key. */
  static Map<Role, List<Long>> of(Users users, RoleScope scope, long target) {
    var held = new EnumMap<Role, List<Long>>(Role.class);
    for (var role : Role.values()) {
      held.put(role, List.of());
    }
    for (var each : users.rolesOn(scope, target)) {
      held.merge(
          each.role(),
          List.of(each.userId()),
          (a, b) -> Stream.concat(a.stream(), b.stream()).distinct().sorted().toList());
    }
    return held;
  }

  /**
   * Gives the roles to these users and to nobody else.
   *
   * @throws PowerJobException if one of them does not exist
   */
  static void replace(
      Users users, RoleScope scope, long target, Map<Role, List<Long>> roles, Instant now) {
    var all = new HashSet<Long>();
    roles.values().forEach(all::addAll);
    requireKnown(users, all);
    users.removeRolesOn(scope, target);
    roles.forEach(
        (role, userIds) ->
            Set.copyOf(userIds)
                .forEach(userId -> users.add(new UserRole(userId, role, scope, target, now))));
  }

  /** A role for an id that is nobody's would be the role of whoever gets that id one day. */
  static void requireKnown(Users users, Collection<Long> ids) {
    var unknown = new HashSet<>(ids);
    users.findAll(ids).stream().map(User::id).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new PowerJobException(
          ErrorCodes.ILLEGAL_ARGS_ERROR,
          "no user has the id " + unknown.stream().sorted().findFirst().orElseThrow());
    }
  }
}
