package tech.powerjob.web.page.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.account.TextPart;
import tech.powerjob.server.account.UserAdministration;

/** Names of users, to show and to choose from. */
@Named
@RequestScoped
public class People {
  private static final int MOST = 20;

  /** A user whom one can choose. */
  public record Person(Long id, String name, String username) implements Serializable {
    static Person of(User user) {
      return new Person(user.id(), user.showName(), user.username());
    }

    /** Both names where they differ. */
    public String label() {
      return name.equals(username) ? name : name + " (" + username + ")";
    }
  }

  @Inject Users users;
  @Inject UserAdministration administration;

  /** Those who can log in and have this in one of their names; some of them if there are many. */
  public List<Person> complete(String part) {
    return administration.findAll().stream()
        .filter(User::enabled)
        .filter(
            user -> TextPart.isIn(user.username(), part) || TextPart.isIn(user.showName(), part))
        .limit(MOST)
        .map(Person::of)
        .toList();
  }

  /** Id of a {@link Person}, or of whom was chosen before, which is the id itself. */
  public Long idOf(Object choice) {
    return choice instanceof Person person ? person.id() : (Long) choice;
  }

  /** What is shown of a {@link Person}, or of the id that was chosen before. */
  public String labelOf(Object choice) {
    if (choice instanceof Long id) {
      var person = named(List.of(id)).get(id);
      return person == null ? "#" + id : person.label();
    }
    return choice instanceof Person person ? person.label() : "";
  }

  /** Those of the users who exist, by id. */
  public Map<Long, Person> named(Collection<Long> ids) {
    var found = new HashMap<Long, Person>();
    users
        .findAll(ids.stream().filter(Objects::nonNull).distinct().toList())
        .forEach(user -> found.put(user.id(), Person.of(user)));
    return found;
  }

  /** Name of a user; empty if there is none of that id. */
  static String name(Map<Long, Person> people, Long id) {
    var person = id == null ? null : people.get(id);
    return person == null ? "" : person.name();
  }
}
