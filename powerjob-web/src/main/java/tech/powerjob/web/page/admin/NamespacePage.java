package tech.powerjob.web.page.admin;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.account.NamespaceAccounts;
import tech.powerjob.server.account.SaveNamespace;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.page.Address;
import tech.powerjob.web.page.Texts;

/** One namespace; a role on it holds for all applications in it. */
@Named
@ViewScoped
public class NamespacePage implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LIST = "/admin/namespaces.xhtml?faces-redirect=true";

  @Inject NamespaceAccounts accounts;
  @Inject Namespaces namespaces;
  @Inject People people;
  @Inject CurrentUser caller;
  @Inject Attempts attempts;
  @Inject Texts texts;

  private Long id;
  private String code;
  private String name;
  private String dept;
  private String tags;
  private String extra;
  private String confirmation;
  private String token;
  private RoleList roles;

  /** Reads the namespace of the address, or prepares a new one. */
  public String load() {
    id = Address.number("id").orElse(null);
    if (id == null) {
      roles = new RoleList();
      return null;
    }
    return attempts.succeeds(this::read) ? null : LIST;
  }

  private void read() {
    var namespace =
        namespaces
            .find(id)
            .orElseThrow(() -> new IllegalArgumentException(texts.get("namespace.unknown", id)));
    if (!caller.get().grants().allowsOnNamespace(Permission.READ, id)) {
      throw CurrentUser.denied();
    }
    code = namespace.code();
    name = namespace.name();
    dept = namespace.dept();
    tags = namespace.tags();
    extra = namespace.extra();
    token = namespace.token();
    var held = accounts.rolesOn(id);
    roles = RoleList.of(held, people);
  }

  /** Stores what the page says. */
  public String save() {
    boolean done =
        attempts.succeeds(
            () -> {
              var user = caller.get();
              var wanted = isAdministrator() ? roles.toMap() : null;
              var saved =
                  accounts.save(
                      new SaveNamespace(id, code, name, dept, tags, extra, wanted),
                      user.id(),
                      user.grants());
              id = saved.id();
            });
    if (!done) {
      return null;
    }
    attempts.done(texts.get("admin.saved", code));
    return "/admin/namespace.xhtml?faces-redirect=true&id=" + id;
  }

  /** Deletes it, if its code was typed to confirm that. */
  public String delete() {
    if (!code.equals(confirmation)) {
      attempts.problem(texts.get("admin.confirmDiffers", code));
      return null;
    }
    if (!attempts.succeeds(() -> accounts.delete(id, caller.get().grants()))) {
      return null;
    }
    attempts.done(texts.get("admin.deleted", code));
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
    return caller.get().grants().allowsOnNamespace(permission, id);
  }

  public boolean isFresh() {
    return id == null;
  }

  /** The secret of the namespace; for those who may change it. */
  public String getToken() {
    return isChangeable() ? token : null;
  }

  public RoleList getRoles() {
    return roles;
  }

  public Long getId() {
    return id;
  }

  public void setId(Long id) {
    this.id = id;
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

  public String getDept() {
    return dept;
  }

  public void setDept(String dept) {
    this.dept = dept;
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

  public String getConfirmation() {
    return confirmation;
  }

  public void setConfirmation(String confirmation) {
    this.confirmation = confirmation;
  }
}
