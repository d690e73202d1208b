package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Namespaces;
import tech.powerjob.web.access.Access;

/** Namespaces in the console; any user may see their names, as they choose one for a new app. */
@Path("/namespace")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class NamespaceResource {
  @Inject Namespaces namespaces;

  @POST
  @Path("/listAll")
  public ResultDTO<List<NamespaceView>> listAll() {
    return ResultDTO.success(namespaces.findAll().stream().map(NamespaceView::of).toList());
  }
}
