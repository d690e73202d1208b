package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppSearch;
import tech.powerjob.server.account.NamespaceAccounts;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;

/** The applications that the viewer may see. */
@Named
@ViewScoped
public class AppsPage extends FilteredList<AppsPage.Row> {
  private static final long serialVersionUID = 1L;

  /** An application in the list; times in epoch milliseconds. */
  public record Row(
      long id,
      String name,
      String title,
      String namespace,
      String tags,
      Long created,
      String creator,
      Long modified,
      String modifier,
      boolean changeable)
      implements Serializable {}

  @Inject AppAccounts accounts;
  @Inject NamespaceAccounts namespaces;
  @Inject People people;
  @Inject CurrentUser caller;

  private Long id;
  private String name;
  private String tag;
  private Long namespaceId;
  private boolean mine;

  /** Reads the list. */
  public void load() {
    id = Address.number("id").orElse(null);
    name = Address.text("name").orElse(null);
    tag = Address.text("tag").orElse(null);
    namespaceId = Address.number("namespace").orElse(null);
    mine = Address.text("mine").filter("true"::equals).isPresent();
    readPage();
    var grants = caller.get().grants();
    var search = new AppSearch(id, namespaceId, name, tag, mine);
    var found =
        accounts.findAll(grants, Permission.READ).stream()
            .filter(app -> search.matches(app, grants))
            .toList();
    var named = people.named(found.stream().flatMap(AppsPage::ids).toList());
    var spaces =
        namespaces.findAll().stream().collect(Collectors.toMap(Namespace::id, Namespace::name));
    show(found.stream().map(app -> row(app, spaces, named)).toList());
  }

  private static Stream<Long> ids(App app) {
    return Stream.of(app.creator(), app.modifier());
  }

  private Row row(App app, Map<Long, String> spaces, Map<Long, People.Person> named) {
    return new Row(
        app.id(),
        app.name(),
        app.title(),
        spaces.get(app.namespaceId()),
        app.tags(),
        millis(app.createdAt()),
        People.name(named, app.creator()),
        millis(app.modifiedAt()),
        People.name(named, app.modifier()),
        caller.get().grants().allows(Permission.WRITE, app.id(), app.namespaceId()));
  }

  static Long millis(Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  /** Goes to the jobs of an application. */
  public String enter(long appId) {
    return "/jobs.xhtml?faces-redirect=true&app=" + appId;
  }

  /** All namespaces, to filter by. */
  public List<Namespace> getNamespaces() {
    return namespaces.findAll();
  }

  @Override
  Link filters() {
    return Link.of("apps.xhtml")
        .with("id", id)
        .with("name", name)
        .with("tag", tag)
        .with("namespace", namespaceId)
        .with("mine", mine);
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getTag() {
    return tag;
  }

  public void setTag(String tag) {
    this.tag = tag;
  }

  public Long getNamespaceId() {
    return namespaceId;
  }

  public void setNamespaceId(Long namespaceId) {
    this.namespaceId = namespaceId;
  }

  public boolean isMine() {
    return mine;
  }

  public void setMine(boolean mine) {
    this.mine = mine;
  }
}
