package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.User;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserSearch;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Texts;

/** All users; for global administrators. */
@Named
@ViewScoped
public class UsersPage extends FilteredList<UsersPage.Row> {
  private static final long serialVersionUID = 1L;
  private static final String ELSEWHERE = "/home.xhtml?faces-redirect=true";

  /** A user in the list. */
  public record Row(
      long id,
      String accountType,
      String username,
      String name,
      String phone,
      String email,
      boolean enabled,
      boolean administrator,
      Long created)
      implements Serializable {
    static Row of(User user, Set<Long> administrators) {
      return new Row(
          user.id(),
          user.accountType(),
          user.username(),
          user.showName(),
          user.phone(),
          user.email(),
          user.enabled(),
          administrators.contains(user.id()),
          AppsPage.millis(user.createdAt()));
    }
  }

  @Inject UserAdministration administration;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private Long id;
  private String type;
  private String name;
  private String phone;
  private List<String> types = List.of();

  /** Reads the list, or leads away who may not see it. */
  public String load() {
    id = Address.number("id").orElse(null);
    type = Address.text("type").orElse(null);
    name = Address.text("name").orElse(null);
    phone = Address.text("phone").orElse(null);
    readPage();
    return attempts.succeeds(this::read) ? null : ELSEWHERE;
  }

  private void read() {
    caller.everywhere(Permission.SU);
    var all = administration.findAll();
    types = all.stream().map(User::accountType).distinct().sorted().toList();
    var search = new UserSearch(id, type, name, phone);
    var administrators = new HashSet<>(administration.globalAdmins());
    show(all.stream().filter(search::matches).map(user -> Row.of(user, administrators)).toList());
  }

  public void enable(Row row) {
    if (attempts.succeeds(() -> administration.enable(row.id(), caller.get()))) {
      attempts.done(texts.get("user.enabled", row.name()));
    }
    read();
  }

  public void disable(Row row) {
    if (attempts.succeeds(() -> administration.disable(row.id(), caller.get()))) {
      attempts.done(texts.get("user.disabled", row.name()));
    }
    read();
  }

  /** Login types that some user has, to filter by. */
  public List<String> getTypes() {
    return types;
  }

  @Override
  Link filters() {
    return Link.of("users.xhtml")
        .with("id", id)
        .with("type", type)
        .with("name", name)
        .with("phone", phone);
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getType() {
    return type;
  }

  public void setType(String type) {
    this.type = type;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getPhone() {
    return phone;
  }

  public void setPhone(String phone) {
    this.phone = phone;
  }
}
