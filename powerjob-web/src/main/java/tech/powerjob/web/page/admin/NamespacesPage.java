package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.NamespaceAccounts;
import tech.powerjob.server.account.NamespaceSearch;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;

/** The namespaces. */
@Named
@ViewScoped
public class NamespacesPage extends FilteredList<NamespacesPage.Row> {
  private static final long serialVersionUID = 1L;

  /** A namespace in the list; times in epoch milliseconds. */
  public record Row(
      long id,
      String code,
      String name,
      String tags,
      boolean enabled,
      long apps,
      Long created,
      String creator,
      Long modified,
      String modifier,
      boolean changeable)
      implements Serializable {}

  @Inject NamespaceAccounts namespaces;
  @Inject Apps apps;
  @Inject People people;
  @Inject CurrentUser caller;

  private String code;
  private String name;
  private String tag;

  /** Reads the list. */
  public void load() {
    code = Address.text("code").orElse(null);
    name = Address.text("name").orElse(null);
    tag = Address.text("tag").orElse(null);
    readPage();
    var search = new NamespaceSearch(code, name, tag);
    var found = namespaces.findAll().stream().filter(search::matches).toList();
    var named =
        people.named(
            found.stream().flatMap(each -> Stream.of(each.creator(), each.modifier())).toList());
    var counts =
        apps.findAll().stream()
            .filter(app -> app.namespaceId() != null)
            .collect(Collectors.groupingBy(App::namespaceId, Collectors.counting()));
    show(found.stream().map(each -> row(each, counts, named)).toList());
  }

  private Row row(Namespace namespace, Map<Long, Long> counts, Map<Long, People.Person> named) {
    return new Row(
        namespace.id(),
        namespace.code(),
        namespace.name(),
        namespace.tags(),
        namespace.status() == SwitchableStatus.ENABLE,
        counts.getOrDefault(namespace.id(), 0L),
        AppsPage.millis(namespace.createdAt()),
        People.name(named, namespace.creator()),
        AppsPage.millis(namespace.modifiedAt()),
        People.name(named, namespace.modifier()),
        caller.get().grants().allowsOnNamespace(Permission.WRITE, namespace.id()));
  }

  @Override
  Link filters() {
    return Link.of("namespaces.xhtml").with("code", code).with("name", name).with("tag", tag);
  }

  public String getCode() {
    return code;
  }

  public void setCode(String code) {
    this.code = code;
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
}
