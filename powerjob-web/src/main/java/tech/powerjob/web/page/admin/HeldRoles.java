package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Role;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.UserRole;
import tech.powerjob.server.account.UserAdministration;

/** The roles of a user, with the names of what they are held on. */
@RequestScoped
public class HeldRoles {
  /**
   * A role.
   *
   * @param target id of what it is held on
   * @param name of that; empty for everything
   */
  public record Held(RoleScope scope, long target, String name, Role role)
      implements Serializable {}

  @Inject UserAdministration administration;
  @Inject Apps apps;
  @Inject Namespaces namespaces;

  /** Those that are held on something that exists. */
  List<Held> of(long userId) {
    return administration.rolesOf(userId).stream()
        .map(this::held)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Held> held(UserRole role) {
    Optional<String> name =
        switch (role.scope()) {
          case GLOBAL -> Optional.of("");
          case NAMESPACE -> namespaces.find(role.target()).map(found -> found.code());
          case APP -> apps.find(role.target()).map(found -> found.name());
        };
    return name.map(text -> new Held(role.scope(), role.target(), text, role.role()));
  }
}
