package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.App;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.User;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.account.AppAccounts;
import tech.powerjob.server.account.AppRemoval;
import tech.powerjob.server.account.AppSearch;
import tech.powerjob.server.account.SaveApp;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.AppTakeovers;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/** Applications in the console. A user sees those on which they hold a role that lets them read. */
@Path("/appInfo")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class AppResource {
  /** Body of {@code save}. */
  public record SaveAppRequest(
      Long id,
      Long namespaceId,
      String appName,
      String title,
      String password,
      String tags,
      String extra,
      PeopleByRole componentUserRoleInfo) {
    SaveApp command() {
      return new SaveApp(
          id,
          appName,
          title,
          AppView.HIDDEN_PASSWORD.equals(password) ? null : password,
          namespaceId,
          tags,
          extra,
          componentUserRoleInfo == null ? null : componentUserRoleInfo.toMap());
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "SaveAppRequest[id=" + id + ", appName=" + appName + "]";
    }
  }

  /** Body of {@code list}; a missing condition is not used. */
  public record AppQuery(
      Long appId,
      Long namespaceId,
      String appNameLike,
      String tagLike,
      Boolean showMyRelated,
      Integer index,
      Integer pageSize) {}

  /** Body of {@code becomeAdmin}. */
  public record BecomeAdminRequest(String appName, String password) {
    /** Keeps the password out of logs. */
    @Override
    public String toString() {
      return "BecomeAdminRequest[appName=" + appName + "]";
    }
  }

  @Inject AppAccounts accounts;
  @Inject AppRemoval removal;
  @Inject AppTakeovers takeovers;
  @Inject RequestParameters parameters;
  @Context HttpServletRequest servletRequest;
  @Inject Namespaces namespaces;
  @Inject Users users;
  @Inject CurrentUser caller;

  @POST
  @Path("/save")
  public ResultDTO<AppView> save(SaveAppRequest request) {
    var app = accounts.save(request.command(), caller.get().id(), caller.get().grants());
    return ResultDTO.success(view(app, namespacesById(), namesOf(Stream.of(app))));
  }

  @POST
  @Path("/delete")
  public ResultDTO<Void> delete() {
    removal.delete(parameters.number("appId"), caller.get().grants());
    return ResultDTO.success(null);
  }

  /** Makes the caller an administrator of the application whose password they know. */
  @POST
  @Path("/becomeAdmin")
  public ResultDTO<Void> becomeAdmin(BecomeAdminRequest request) {
    takeovers.becomeAdmin(request.appName(), request.password(), servletRequest.getRemoteAddr());
    return ResultDTO.success(null);
  }

  @POST
  @Path("/list")
  public ResultDTO<PageResult<AppView>> list(AppQuery query) {
    var grants = caller.get().grants();
    var search =
        new AppSearch(
            query.appId(),
            query.namespaceId(),
            query.appNameLike(),
            query.tagLike(),
            Boolean.TRUE.equals(query.showMyRelated()));
    var found =
        accounts.findAll(grants, Permission.READ).stream()
            .filter(app -> search.matches(app, grants))
            .toList();
    var page = Pages.request(query.index(), query.pageSize()).cut(found);
    var namespacesById = namespacesById();
    var names = namesOf(page.getData().stream());
    return ResultDTO.success(Pages.map(page, app -> view(app, namespacesById, names)));
  }

  private AppView view(App app, Map<Long, Namespace> namespacesById, Map<Long, String> names) {
    var namespace = namespacesById.get(app.namespaceId());
    return new AppView(
        app.id(),
        app.name(),
        app.namespaceId(),
        app.title(),
        AppView.HIDDEN_PASSWORD,
        app.tags(),
        app.extra(),
        PeopleByRole.of(accounts.rolesOn(app.id())),
        AppView.date(app.createdAt()),
        Times.text(app.createdAt()),
        AppView.date(app.modifiedAt()),
        Times.text(app.modifiedAt()),
        names.get(app.creator()),
        names.get(app.modifier()),
        namespace == null ? null : NamespaceView.nameOf(namespace),
        namespace == null ? null : namespace.name());
  }

  private Map<Long, Namespace> namespacesById() {
    var byId = new HashMap<Long, Namespace>();
    namespaces.findAll().forEach(namespace -> byId.put(namespace.id(), namespace));
    return byId;
  }

  private Map<Long, String> namesOf(Stream<App> apps) {
    var ids =
        apps.flatMap(app -> Stream.of(app.creator(), app.modifier()))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    var names = new HashMap<Long, String>();
    users.findAll(ids).forEach((User user) -> names.put(user.id(), user.showName()));
    return names;
  }
}
