package tech.powerjob.server.account;

import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;

/**
 * A role on something that is known by its name.
 *
 * @param scope what it is held on
 * @param target name of the application or code of the namespace; {@code null} for a global role
 * @param role the role
 */
public record NamedRole(RoleScope scope, String target, Role role) {}
