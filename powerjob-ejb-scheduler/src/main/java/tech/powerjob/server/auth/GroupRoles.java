package tech.powerjob.server.auth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.server.account.NamedRole;

/**
 * Which roles the groups of a login provider mean here. Written {@code group=SCOPE:ROLE} or {@code
 * group=SCOPE:target:ROLE} with semicolons between; the target is the name of an application or the
 * code of a namespace. Immutable.
 */
final class GroupRoles {
  /** Setting with the mapping. */
  static final String KEY = "powerjob.auth.oidc.role-mapping";

  private record Mapping(String group, NamedRole role) {}

  private final List<Mapping> mappings;

  private GroupRoles(List<Mapping> mappings) {
    this.mappings = mappings;
  }

  /**
   * Reads a mapping.
   *
   * @throws IllegalArgumentException naming setting, part and rule
   */
  static GroupRoles parse(String text) {
    var mappings = new ArrayList<Mapping>();
    for (var part : text.split(";")) {
      if (!part.isBlank()) {
        mappings.add(mapping(part.trim()));
      }
    }
    return new GroupRoles(List.copyOf(mappings));
  }

  private static Mapping mapping(String part) {
    // Names of groups may hold signs of their own, such as cn=admins,ou=groups.
    int equals = part.lastIndexOf('=');
    var words = equals < 1 ? new String[0] : part.substring(equals + 1).trim().split(":");
    try {
      var scope = RoleScope.valueOf(words[0].trim().toUpperCase(Locale.ROOT));
      var role = Role.valueOf(words[words.length - 1].trim().toUpperCase(Locale.ROOT));
      if (words.length == (scope == RoleScope.GLOBAL ? 2 : 3)) {
        var target = scope == RoleScope.GLOBAL ? null : words[1].trim();
        return new Mapping(part.substring(0, equals).trim(), new NamedRole(scope, target, role));
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      // The message below says it better.
    }
    throw new IllegalArgumentException(
        ("%s has the part '%s' but must be group=GLOBAL:ROLE, group=NAMESPACE:code:ROLE or"
                + " group=APP:name:ROLE, with a role of %s")
            .formatted(KEY, part, Arrays.toString(Role.values())));
  }

  /** The roles of somebody who is in these groups. */
  Set<NamedRole> of(Set<String> groups) {
    return Set.copyOf(
        mappings.stream()
            .filter(mapping -> groups.contains(mapping.group()))
            .map(Mapping::role)
            .distinct()
            .toList());
  }
}
