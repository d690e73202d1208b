package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.RoleScope;
import tech.powerjob.domain.account.User;
import tech.powerjob.server.account.TextPart;
import tech.powerjob.server.account.UserAdministration;
import tech.powerjob.server.account.UserProfile;
import tech.powerjob.server.account.UserSearch;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/** Users in the console. */
@Path("/user")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class UserResource {
  /** Most names of one list, which is to choose from. */
  private static final int MOST_NAMES = 5_000;

  /** Body of {@code modify}; empty texts change nothing. */
  public record UserChange(
      Long id, String nick, String phone, String email, String webHook, String extra) {}

  /** Body of {@code query}; a missing condition is not used. */
  public record UserQuery(Long userIdEq, String accountTypeEq, String nickLike, String phoneLike) {}

  @Inject UserAdministration administration;
  @Inject Apps apps;
  @Inject Namespaces namespaces;
  @Inject CurrentUser caller;
  @Inject RequestParameters parameters;

  @POST
  @Path("/modify")
  public ResultDTO<Void> modify(UserChange request) {
    if (request.id() == null) {
      throw new IllegalArgumentException("id can't be empty");
    }
    var profile =
        new UserProfile(
            request.nick(), request.phone(), request.email(), request.webHook(), request.extra());
    administration.modify(request.id(), profile, caller.get());
    return ResultDTO.success(null);
  }

  /** Names and ids of those who can log in, to choose from. */
  @GET
  @Path("/list")
  public ResultDTO<List<UserView>> list() {
    var name = parameters.find("name").orElse(null);
    return ResultDTO.success(
        administration.findAll().stream()
            .filter(User::enabled)
            .filter(
                user ->
                    TextPart.isIn(user.username(), name) || TextPart.isIn(user.showName(), name))
            .limit(MOST_NAMES)
            .map(UserView::nameOf)
            .toList());
  }

  /** For global administrators. */
  @POST
  @Path("/query")
  public ResultDTO<List<UserView>> query(UserQuery query) {
    caller.everywhere(Permission.SU);
    var search =
        new UserSearch(
            query.userIdEq(), query.accountTypeEq(), query.nickLike(), query.phoneLike());
    return ResultDTO.success(
        administration.findAll().stream().filter(search::matches).map(UserView::of).toList());
  }

  @GET
  @Path("/detail")
  public ResultDTO<UserDetail> detail() {
    var user = administration.get(caller.get().id());
    var global = new ArrayList<String>();
    var byNamespace = new TreeMap<String, List<NamespaceView>>();
    var byApp = new TreeMap<String, List<UserDetail.AppName>>();
    for (var role : administration.rolesOf(user.id())) {
      var name = role.role().name();
      if (role.scope() == RoleScope.GLOBAL) {
        global.add(name);
      } else if (role.scope() == RoleScope.NAMESPACE) {
        namespaces
            .find(role.target())
            .map(NamespaceView::nameOf)
            .ifPresent(found -> add(byNamespace, name, found));
      } else {
        apps.find(role.target())
            .map(
                app -> new UserDetail.AppName(app.id(), app.name(), app.namespaceId(), app.title()))
            .ifPresent(found -> add(byApp, name, found));
      }
    }
    return ResultDTO.success(UserDetail.of(user, global, byNamespace, byApp));
  }

  @POST
  @Path("/disable")
  public ResultDTO<Void> disable() {
    administration.disable(parameters.number("uid"), caller.get());
    return ResultDTO.success(null);
  }

  @POST
  @Path("/enable")
  public ResultDTO<Void> enable() {
    administration.enable(parameters.number("uid"), caller.get());
    return ResultDTO.success(null);
  }

  private static <T> void add(Map<String, List<T>> byRole, String role, T element) {
    byRole.computeIfAbsent(role, key -> new ArrayList<>()).add(element);
  }
}
