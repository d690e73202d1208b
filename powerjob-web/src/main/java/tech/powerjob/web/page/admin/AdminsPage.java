package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Texts;
import tech.powerjob.web.page.admin.People.Person;

/** Who may do everything; for those who are it. */
@Named
@ViewScoped
public class AdminsPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ELSEWHERE = "/home.xhtml?faces-redirect=true";

  @Inject UserAdministration administration;
  @Inject People people;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private final List<Person> administrators = new ArrayList<>();
  private Long added;

  /** Reads them, or leads away who may not see this. */
  public String load() {
    return attempts.succeeds(this::read) ? null : ELSEWHERE;
  }

  private void read() {
    caller.everywhere(Permission.SU);
    var ids = administration.globalAdmins();
    var named = people.named(ids);
    administrators.clear();
    ids.forEach(
        id -> administrators.add(named.getOrDefault(id, new Person(id, "#" + id, "#" + id))));
  }

  public void add() {
    if (added != null && administrators.stream().noneMatch(each -> each.id().equals(added))) {
      var person = people.named(List.of(added)).get(added);
      if (person != null) {
        administrators.add(person);
      }
    }
    added = null;
  }

  public void remove(Person person) {
    administrators.remove(person);
  }

  /** Makes it so. */
  public String save() {
    boolean done =
        attempts.succeeds(
            () -> {
              caller.everywhere(Permission.SU);
              administration.setGlobalAdmins(administrators.stream().map(Person::id).toList());
            });
    if (!done) {
      return null;
    }
    attempts.done(texts.get("settings.saved"));
    return caller.get().id() > 0 && administrators.stream().anyMatch(this::isViewer)
        ? "/admin/admins.xhtml?faces-redirect=true"
        : ELSEWHERE;
  }

  /** Whether this is the viewer themselves. */
  public boolean isViewer(Person person) {
    return person.id() == caller.get().id();
  }

  public List<Person> getAdministrators() {
    return administrators;
  }

  public Long getAdded() {
    return added;
  }

  public void setAdded(Long added) {
    this.added = added;
  }
}
