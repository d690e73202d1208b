package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.worker.NetworkRanges;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppRemoval;
import tech.powerjob.server.account.NamespaceAccounts;
import tech.powerjob.server.account.SaveApp;
import tech.powerjob.server.httpworker.HttpWorkerAccess;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Texts;

/** One application: made, described, and given to people; its password is written, never read. */
@Named
@ViewScoped
public class AppPage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LIST = "/admin/apps.xhtml?faces-redirect=true";

  @Inject AppAccounts accounts;
  @Inject AppRemoval removal;
  @Inject Apps apps;
  @Inject NamespaceAccounts namespaces;
  @Inject HttpWorkerAccess httpWorkers;
  @Inject People people;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private Long id;
  private String name;
  private String title;
  private String password;
  private Long namespaceId;
  private String tags;
  private String extra;
  private boolean ownNetworks;
  private String networks;
  private String confirmation;
  private Long savedNamespaceId;
  private RoleList roles;
  private List<String> effectiveNetworks = List.of();

  /** Reads the application of the address, or prepares a new one. */
  public String load() {
    id = Address.number("id").orElse(null);
    if (id == null) {
      roles = new RoleList();
      namespaceId = namespaces.findAll().stream().map(Namespace::id).findFirst().orElse(null);
      return null;
    }
    return attempts.succeeds(this::read) ? null : LIST;
  }

  private void read() {
    caller.app(Permission.READ, id);
    var app =
        apps.find(id).orElseThrow(() -> new IllegalArgumentException(texts.get("app.unknown", id)));
    name = app.name();
    title = app.title();
    namespaceId = app.namespaceId();
    savedNamespaceId = namespaceId;
    tags = app.tags();
    extra = app.extra();
    password = null;
    readNetworks(app);
    var held = accounts.rolesOn(id);
    roles = RoleList.of(held, people);
  }

  private void readNetworks(App app) {
    ownNetworks = app.httpWorkerNetworks().isPresent();
    effectiveNetworks = httpWorkers.networks(app).list();
    networks = ownNetworks ? String.join("\n", effectiveNetworks) : null;
  }

  /** Stores what the page says. */
  public String save() {
    boolean fresh = id == null;
    boolean done =
        attempts.succeeds(
            () -> {
              var user = caller.get();
              // Who may not say who may do what leaves the roles as they are.
              var wanted = isAdministrator() ? roles.toMap() : null;
              var saved =
                  accounts.save(
                      new SaveApp(id, name, title, password, namespaceId, tags, extra, wanted),
                      user.id(),
                      user.grants());
              id = saved.id();
            });
    if (!done) {
      return null;
    }
    attempts.done(fresh ? texts.get("app.created", name) : texts.get("admin.saved", name));
    return "/admin/app.xhtml?faces-redirect=true&id=%d&app=%d".formatted(id, id);
  }

  /** Says from which networks workers over HTTP may come. */
  public void saveNetworks() {
    if (attempts.succeeds(this::allowNetworks)) {
      attempts.done(texts.get("admin.saved", name));
    }
  }

  private void allowNetworks() {
    caller.app(Permission.SU, id);
    var ranges = ownNetworks ? NetworkRanges.parse(networks) : null;
    httpWorkers.allow(id, ranges, caller.get().id()).ifPresent(this::readNetworks);
  }

  /** Ends all tokens of programs that are logged in as the application. */
  public void endTokens() {
    if (attempts.succeeds(() -> accounts.endTokens(id, caller.get().id(), caller.get().grants()))) {
      attempts.done(texts.get("app.tokensEnded", name));
    }
  }

  /** Deletes it, if its name was typed to confirm that. */
  public String delete() {
    if (!name.equals(confirmation)) {
      attempts.problem(texts.get("admin.confirmDiffers", name));
      return null;
    }
    if (!attempts.succeeds(() -> removal.delete(id, caller.get().grants()))) {
      return null;
    }
    attempts.done(texts.get("admin.deleted", name));
    return LIST;
  }

  /** Gives the chosen person the chosen role on this page; saving makes it so. */
  public void addHolder() {
    roles.addChosen(people);
  }

  /** Whether the viewer may change the description; a new one everybody may make. */
  public boolean isChangeable() {
    return id == null || allows(Permission.WRITE);
  }

  /** Whether the viewer may say who may do what, and delete it. */
  public boolean isAdministrator() {
    return id == null || allows(Permission.SU);
  }

  private boolean allows(Permission permission) {
    return caller.get().grants().allows(permission, id, savedNamespaceId);
  }

  public boolean isFresh() {
    return id == null;
  }

  /** All namespaces, to choose from. */
  public List<Namespace> getNamespaces() {
    return namespaces.findAll();
  }

  public RoleList getRoles() {
    return roles;
  }

  /** From where workers over HTTP may come now, whoever says so. */
  public List<String> getEffectiveNetworks() {
    return effectiveNetworks;
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

  public String getTitle() {
    return title;
  }

  public void setTitle(String title) {
    this.title = title;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public Long getNamespaceId() {
    return namespaceId;
  }

  public void setNamespaceId(Long namespaceId) {
    this.namespaceId = namespaceId;
  }

  public String getTags() {
    return tags;
  }

  public void setTags(String tags) {
    this.tags = tags;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public boolean isOwnNetworks() {
    return ownNetworks;
  }

  public void setOwnNetworks(boolean ownNetworks) {
    this.ownNetworks = ownNetworks;
  }

  public String getNetworks() {
    return networks;
  }

  public void setNetworks(String networks) {
    this.networks = networks;
  }

  public String getConfirmation() {
    return confirmation;
  }

  public void setConfirmation(String confirmation) {
    this.confirmation = confirmation;
  }
}
