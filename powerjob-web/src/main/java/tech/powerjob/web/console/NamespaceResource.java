package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Namespace;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.account.Users;
import tech.powerjob.server.account.NamespaceAccounts;
import tech.powerjob.server.account.NamespaceSearch;
import tech.powerjob.server.account.SaveNamespace;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Namespaces in the console; any user may see their names, as they choose one for a new app, and
 * make one of their own.
 */
@Path("/namespace")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class NamespaceResource {
  /** Body of {@code save}. */
  public record SaveNamespaceRequest(
      Long id,
      String code,
      String name,
      String dept,
      String tags,
      String extra,
      PeopleByRole componentUserRoleInfo) {
    SaveNamespace command() {
      return new SaveNamespace(
          id,
          code,
          name,
          dept,
          tags,
          extra,
          componentUserRoleInfo == null ? null : componentUserRoleInfo.toMap());
    }
  }

  /** Body of {@code list}; a missing condition is not used. */
  public record NamespaceQuery(
      String codeLike, String nameLike, String tagLike, Integer index, Integer pageSize) {}

  @Inject NamespaceAccounts namespaces;
  @Inject Users users;
  @Inject CurrentUser caller;
  @Inject RequestParameters parameters;

  @POST
  @Path("/save")
  public ResultDTO<NamespaceView> save(SaveNamespaceRequest request) {
    var saved = namespaces.save(request.command(), caller.get().id(), caller.get().grants());
    return ResultDTO.success(view(saved, namesOf(Stream.of(saved)), true));
  }

  @DELETE
  @Path("/delete")
  public ResultDTO<Void> delete() {
    namespaces.delete(parameters.number("id"), caller.get().grants());
    return ResultDTO.success(null);
  }

  @POST
  @Path("/list")
  public ResultDTO<PageResult<NamespaceView>> list(NamespaceQuery query) {
    var search = new NamespaceSearch(query.codeLike(), query.nameLike(), query.tagLike());
    var found = namespaces.findAll().stream().filter(search::matches).toList();
    var page = Pages.request(query.index(), query.pageSize()).cut(found);
    var names = namesOf(page.getData().stream());
    var grants = caller.get().grants();
    return ResultDTO.success(
        Pages.map(
            page,
            namespace ->
                view(namespace, names, grants.allowsOnNamespace(Permission.READ, namespace.id()))));
  }

  @POST
  @Path("/listAll")
  public ResultDTO<List<NamespaceView>> listAll() {
    return ResultDTO.success(namespaces.findAll().stream().map(NamespaceView::nameOf).toList());
  }

  private NamespaceView view(Namespace namespace, Map<Long, String> names, boolean readable) {
    return NamespaceView.of(
        namespace,
        PeopleByRole.of(namespaces.rolesOn(namespace.id())),
        names.get(namespace.creator()),
        names.get(namespace.modifier()),
        readable);
  }

  private Map<Long, String> namesOf(Stream<Namespace> some) {
    var ids =
        some.flatMap(namespace -> Stream.of(namespace.creator(), namespace.modifier()))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    var names = new HashMap<Long, String>();
    users.findAll(ids).forEach(user -> names.put(user.id(), user.showName()));
    return names;
  }
}
