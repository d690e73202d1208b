package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.log.LogQuery;
import tech.powerjob.server.log.LogService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.LogDownload;
import tech.powerjob.web.rest.RequestParameters;

/** Online logs of instances. */
@Path("/api/v1/instances/{instanceId}/logs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class LogApi {
  private static final int USUAL = 200;

  @Inject LogService logs;
  @Inject ObjectAccess access;
  @Inject ListParameters conditions;
  @Inject RequestParameters parameters;

  /** Lines in the order in which they came, from some point on. */
  @GET
  @Operation(
      summary = "Read or follow an online log",
      description =
          "Asked again with the cursor it answered, it tells what has come since; also when no"
              + " line was there.")
  @Parameter(name = "level", in = ParameterIn.QUERY, description = "The lowest", example = "WARN")
  @Parameter(name = "text", in = ParameterIn.QUERY, description = "Part of the line")
  @Parameter(
      name = "from",
      in = ParameterIn.QUERY,
      description = "The earliest time: epoch milliseconds, or ISO-8601 with an offset")
  @Parameter(name = "worker", in = ParameterIn.QUERY, description = "Part of the worker's address")
  @Parameter(name = "task", in = ParameterIn.QUERY, description = "Id of a task")
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "200")
  @Parameter(
      name = "cursor",
      in = ParameterIn.QUERY,
      description = "next of the answer before, or the number of the line before the first")
  @Parameter(
      name = "last",
      in = ParameterIn.QUERY,
      description = "Begin so many lines before the end; not with cursor",
      example = "100")
  @Parameter(
      name = "before",
      in = ParameterIn.QUERY,
      description = "The last lines before this number; next is then what to put here",
      example = "5000")
  @Parameter(
      name = "follow",
      in = ParameterIn.QUERY,
      description = "Seconds, at most 20, to wait for lines while there are none",
      example = "10")
  public LogService.Tail read(@PathParam("instanceId") long instanceId) {
    long appId = access.ofInstance(Permission.OPS, instanceId);
    var levels = conditions.constants("level", LogLevel.class);
    var query =
        new LogQuery(
            after(instanceId),
            parameters.findNumber("before"),
            levels.isEmpty() ? LogLevel.DEBUG : levels.get(0),
            conditions.text("text"),
            conditions.instant("from"),
            conditions.text("worker"),
            conditions.text("task"),
            conditions.limit(USUAL, LogQuery.MAX_LINES));
    long seconds = parameters.findNumber("follow").orElse(0L);
    long longest = LogService.LONGEST_WAIT.toSeconds();
    if (seconds < 0 || seconds > longest) {
      throw new IllegalArgumentException(
          "follow is %d but must be from 0 to %d".formatted(seconds, longest));
    }
    return logs.follow(appId, instanceId, query, Duration.ofSeconds(seconds));
  }

  private long after(long instanceId) {
    var last = parameters.findNumber("last");
    if (last.isEmpty()) {
      return conditions.cursor().orElse(0L);
    }
    if (last.get() < 0 || conditions.cursor().isPresent()) {
      throw new IllegalArgumentException(
          "last is %d but must be 0 or more, and not be beside cursor".formatted(last.get()));
    }
    return Math.max(0, logs.lastLine(instanceId) - last.get());
  }

  @GET
  @Path("/download")
  @Produces(MediaType.TEXT_PLAIN)
  @Operation(summary = "Download an online log as text")
  @APIResponse(
      responseCode = "200",
      description = "Lines by time",
      content =
          @Content(
              mediaType = MediaType.TEXT_PLAIN,
              schema = @Schema(implementation = String.class),
              example = "2026-03-04 05:06:07.089 [127.0.0.1:27777] INFO begun"))
  public Response download(@PathParam("instanceId") long instanceId) {
    return LogDownload.of(logs, access.ofInstance(Permission.OPS, instanceId), instanceId);
  }
}
