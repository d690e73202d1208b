package tech.powerjob.web.console;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.domain.account.Role;

/** Ids of the users who hold each role on an object; missing lists are empty. */
public record PeopleByRole(
    List<Long> observer, List<Long> qa, List<Long> developer, List<Long> admin) {
  static PeopleByRole of(Map<Role, List<Long>> roles) {
    return new PeopleByRole(
        roles.get(Role.OBSERVER),
        roles.get(Role.QA),
        roles.get(Role.DEVELOPER),
        roles.get(Role.ADMIN));
  }

  Map<Role, List<Long>> toMap() {
    var roles = new EnumMap<Role, List<Long>>(Role.class);
    roles.put(Role.OBSERVER, orEmpty(observer));
    roles.put(Role.QA, orEmpty(qa));
    roles.put(Role.DEVELOPER, orEmpty(developer));
    roles.put(Role.ADMIN, orEmpty(admin));
    return roles;
  }

  private static List<Long> orEmpty(List<Long> ids) {
    return ids == null ? List.of() : ids.stream().distinct().sorted().toList();
  }
}
