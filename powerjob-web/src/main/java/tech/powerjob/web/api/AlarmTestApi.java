package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.server.alarm.AlarmService;
import tech.powerjob.server.alarm.ChannelTest;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;

/** Test alarms. */
@Path("/api/v1/alarms")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class AlarmTestApi {
  @Inject AlarmService alarms;
  @Inject CurrentUser caller;

  /** Sends one to the calling user, on every channel. */
  @POST
  @Path("/test")
  @Operation(
      summary = "Send yourself a test alarm",
      description = "On every channel; the answer says what became of it on each.")
  public List<ChannelTest> test() {
    return alarms.test(caller.get().id());
  }
}
