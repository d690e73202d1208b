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
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.schedule.CalendarService;
import tech.powerjob.server.schedule.CalendarView;
import tech.powerjob.server.schedule.SaveCalendar;
import tech.powerjob.server.schedule.StoredCalendars;
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
  public List<CalendarView> all() {
    return calendars.all(appId(Permission.READ));
  }

  @GET
  @Path("/{name}")
  public CalendarView get(@PathParam("name") String name) {
    return calendars.get(appId(Permission.READ), name);
  }

  @PUT
  @Path("/{name}")
  public void save(@PathParam("name") String name, SaveCalendar calendar) {
    calendars.save(owner(), name, calendar);
  }

  @DELETE
  @Path("/{name}")
  public void delete(@PathParam("name") String name) {
    calendars.delete(owner(), name);
  }

  private long owner() {
    if (parameters.find("global").filter("true"::equals).isPresent()) {
      caller.everywhere(Permission.SU);
      return StoredCalendars.EVERYBODY;
    }
    return appId(Permission.WRITE);
  }

  /** The calling application, or the one that a user names in the parameter {@code appId}. */
  private long appId(Permission permission) {
    return caller.app(permission, parameters.findNumber("appId").orElse(null));
  }
}
