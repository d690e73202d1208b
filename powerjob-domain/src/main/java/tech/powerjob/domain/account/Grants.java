package tech.powerjob.domain.account;

import java.util.List;

/**
 * What one user may do, decided from the roles that they hold. Immutable; a snapshot of the moment
 * in which the roles were read.
 */
public final class Grants {
  private record Grant(RoleScope scope, long target, Role role) {}

  private final List<Grant> held;

  private Grants(List<Grant> held) {
    this.held = held;
  }

  public static Grants of(List<UserRole> roles) {
    return new Grants(
        roles.stream().map(role -> new Grant(role.scope(), role.target(), role.role())).toList());
  }

  /** Whether the user may do this to the application: by a role on it, its namespace, or global. */
  public boolean allows(Permission permission, long appId, Long namespaceId) {
    return held.stream()
        .filter(grant -> covers(grant, appId, namespaceId))
        .anyMatch(grant -> grant.role().permits(permission));
  }

  /** Whether the user may do this to the namespace itself. */
  public boolean allowsOnNamespace(Permission permission, long namespaceId) {
    return held.stream()
        .filter(
            grant ->
                grant.scope() == RoleScope.GLOBAL
                    || (grant.scope() == RoleScope.NAMESPACE && grant.target() == namespaceId))
        .anyMatch(grant -> grant.role().permits(permission));
  }

  /** Whether the user may do this everywhere. */
  public boolean allowsEverywhere(Permission permission) {
    return held.stream()
        .filter(grant -> grant.scope() == RoleScope.GLOBAL)
        .anyMatch(grant -> grant.role().permits(permission));
  }

  /** Whether there is anything to which the user may do this. */
  public boolean allowsSomewhere(Permission permission) {
    return held.stream().anyMatch(grant -> grant.role().permits(permission));
  }

  /** Whether the user holds any role on the application itself. */
  public boolean relatedTo(long appId) {
    return held.stream()
        .anyMatch(grant -> grant.scope() == RoleScope.APP && grant.target() == appId);
  }

  private static boolean covers(Grant grant, long appId, Long namespaceId) {
    return switch (grant.scope()) {
      case GLOBAL -> true;
      case NAMESPACE -> namespaceId != null && grant.target() == namespaceId;
      case APP -> grant.target() == appId;
    };
  }
}
