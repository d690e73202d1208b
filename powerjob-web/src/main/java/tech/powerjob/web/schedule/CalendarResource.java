package tech.powerjob.web.schedule;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.schedule.CalendarService;
import tech.powerjob.server.schedule.CalendarView;
import tech.powerjob.server.schedule.SaveCalendar;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.rest.RequestParameters;

/**
 * Holiday calendars of an application; with {@code global=true} everybody's, which only global
 * administrators change.
 */
@Path("/api/v1/calendars")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class CalendarResource {
  @Inject Caller caller;
  @Inject CalendarService calendars;
  @Inject RequestParameters parameters;

  @GET
  @Operation(summary = "Calendars")
  public List<CalendarView> all() {
    return calendars.all(appId(Permission.READ));
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One calendar")
  public CalendarView get(@PathParam("name") String name) {
    return calendars.get(appId(Permission.READ), name);
  }

  @PUT
  @Path("/{name}")
  @Operation(summary = "Make or replace a calendar")
  @Parameter(name = "global", in = ParameterIn.QUERY, description = "true: for all applications")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveCalendar.class),
              example = "{\"dates\":[\"2026-12-24/2026-12-26\"]}"))
  public void save(@PathParam("name") String name, SaveCalendar calendar) {
    calendars.save(owner(), name, calendar);
  }

  @DELETE
  @Path("/{name}")
  @Operation(summary = "Delete a calendar that no job uses")
  @Parameter(name = "global", in = ParameterIn.QUERY, description = "true: for all applications")
  public void delete(@PathParam("name") String name) {
    calendars.delete(owner(), name);
  }

  private long owner() {
    boolean everybodys = parameters.find("global").filter("true"::equals).isPresent();
    return caller.ownerToChange(everybodys, parameters.findNumber("appId").orElse(null));
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
