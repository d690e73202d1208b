package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.log.LogService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.DownloadTickets;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.LogDownload;
import tech.powerjob.web.rest.RequestParameters;

/** Online logs in the console. */
@Path("/instance")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class LogConsoleResource {
  @Inject LogService logs;
  @Inject ObjectAccess access;
  @Inject DownloadTickets tickets;
  @Inject RequestParameters parameters;
  @Context HttpServletRequest servletRequest;

  @GET
  @Path("/log")
  @Operation(summary = "A page of an online log")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "index", in = ParameterIn.QUERY, description = "Zero-based page")
  public ResultDTO<LogService.LogPage> log() {
    long id = parameters.number("instanceId");
    long index = parameters.findNumber("index").orElse(0L);
    if (index > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "index is %d but must be at most %d".formatted(index, Integer.MAX_VALUE));
    }
    return ResultDTO.success(
        logs.page(access.ofInstance(Permission.OPS, id), id, (int) Math.max(-1, index)));
  }

  /** An address that a browser can open, for a minute. */
  @GET
  @Path("/downloadLogUrl")
  @Operation(summary = "An address from which a browser downloads a log, good for a minute")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  public ResultDTO<String> downloadLogUrl() {
    long id = parameters.number("instanceId");
    long appId = access.ofInstance(Permission.READ, id);
    logs.page(appId, id, 0);
    return ResultDTO.success(
        "%s://%s:%d%s/instance/downloadLog?instanceId=%d&ticket=%s"
            .formatted(
                servletRequest.getScheme(),
                servletRequest.getServerName(),
                servletRequest.getServerPort(),
                servletRequest.getContextPath(),
                id,
                tickets.issue(appId, id)));
  }

  /** Asks for a ticket instead of a login: browsers open the address without one. */
  @GET
  @Path("/downloadLog")
  @Access(Access.Kind.PUBLIC)
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(summary = "Download a log by the address that downloadLogUrl gave")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @Parameter(name = "ticket", in = ParameterIn.QUERY, required = true)
  @APIResponse(
      responseCode = "200",
      description = "Lines by time",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  public Response downloadLog() {
    long id = parameters.number("instanceId");
    return LogDownload.of(logs, tickets.redeem(parameters.find("ticket").orElse(null), id), id);
  }

  @GET
  @Path("/downloadLog4Console")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(summary = "Download a log")
  @Parameter(name = "instanceId", in = ParameterIn.QUERY, required = true)
  @APIResponse(
      responseCode = "200",
      description = "Lines by time",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class)))
  public Response downloadLog4Console() {
    long id = parameters.number("instanceId");
    return LogDownload.of(logs, access.ofInstance(Permission.READ, id), id);
  }
}
