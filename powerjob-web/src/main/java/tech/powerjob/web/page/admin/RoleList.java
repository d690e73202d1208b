package tech.powerjob.web.page.admin;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tech.powerjob.domain.account.Role;
import tech.powerjob.web.page.admin.People.Person;

/** Who holds which role on an object, while somebody changes it on a page. */
public class RoleList implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Somebody with a role. */
  public static final class Holder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Person person;
    private Role role;

    Holder(Person person, Role role) {
      this.person = person;
      this.role = role;
    }

    public Person getPerson() {
      return person;
    }

    public Role getRole() {
      return role;
    }

    public void setRole(Role role) {
      this.role = role;
    }
  }

  private final List<Holder> holders = new ArrayList<>();
  private Long newHolder;
  private Role newRole;

  /** The present holders; those who do not exist any more are shown by their ids. */
  static RoleList of(Map<Role, List<Long>> roles, People people) {
    return of(roles, people.named(roles.values().stream().flatMap(List::stream).toList()));
  }

  static RoleList of(Map<Role, List<Long>> roles, Map<Long, Person> people) {
    var list = new RoleList();
    roles.forEach(
        (role, ids) ->
            ids.forEach(
                id ->
                    list.holders.add(
                        new Holder(
                            people.getOrDefault(id, new Person(id, "#" + id, "#" + id)), role))));
    list.holders.sort(
        Comparator.comparing(Holder::getRole)
            .reversed()
            .thenComparing(holder -> holder.getPerson().name()));
    return list;
  }

  /** Gives somebody a role, beside those that they hold; once is enough. */
  void add(Person person, Role role) {
    boolean held =
        holders.stream()
            .anyMatch(each -> each.person.id().equals(person.id()) && each.role == role);
    if (!held) {
      holders.add(new Holder(person, role));
    }
  }

  /** Gives the chosen person the chosen role, if both are chosen and the person exists. */
  void addChosen(People people) {
    if (newHolder != null && newRole != null) {
      var person = people.named(List.of(newHolder)).get(newHolder);
      if (person != null) {
        add(person, newRole);
      }
    }
    newHolder = null;
  }

  public void remove(Holder holder) {
    holders.remove(holder);
  }

  /** Ids by role; every role is a key. */
  Map<Role, List<Long>> toMap() {
    var roles = new EnumMap<Role, List<Long>>(Role.class);
    for (var role : Role.values()) {
      roles.put(
          role,
          holders.stream()
              .filter(each -> each.role == role)
              .map(each -> each.person.id())
              .distinct()
              .sorted()
              .toList());
    }
    return roles;
  }

  public List<Holder> getHolders() {
    return holders;
  }

  public Role[] getAllRoles() {
    return Role.values();
  }

  /** Id of the person to add. */
  public Long getNewHolder() {
    return newHolder;
  }

  public void setNewHolder(Long newHolder) {
    this.newHolder = newHolder;
  }

  public Role getNewRole() {
    return newRole;
  }

  public void setNewRole(Role newRole) {
    this.newRole = newRole;
  }
}
