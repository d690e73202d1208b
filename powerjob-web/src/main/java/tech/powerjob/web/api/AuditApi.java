package tech.powerjob.web.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.domain.audit.AuditActor;
import tech.powerjob.domain.audit.AuditEntry;
import tech.powerjob.domain.audit.AuditEntry.Outcome;
import tech.powerjob.server.audit.AuditQuery;
import tech.powerjob.server.audit.StoredAuditTrail;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentUser;
import tech.powerjob.web.rest.RequestParameters;

/**
 * The audit log, newest lines first: all of it for global administrators, that of an application
 * for its administrators, who name it as {@code appId}.
 */
@Path("/api/v1/audit")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class AuditApi {
  private static final int USUAL = 100;

  /** Who did it; {@code id} of the user or application. */
  public record Who(AuditActor.Type type, Long id, String name, String address) {}

  /** One line; {@code at} in epoch milliseconds, {@code before} and {@code after} are objects. */
  public record Line(
      long id,
      long at,
      Who actor,
      String action,
      String objectType,
      String objectId,
      Long appId,
      Outcome outcome,
      @JsonRawValue String before,
      @JsonRawValue String after,
      String reason) {
    static Line of(AuditEntry entry) {
      var actor = entry.actor();
      return new Line(
          entry.id(),
          entry.at().toEpochMilli(),
          new Who(actor.type(), actor.id(), actor.name(), actor.address()),
          entry.action(),
          entry.objectType(),
          entry.objectId(),
          entry.appId(),
          entry.outcome(),
          entry.before(),
          entry.after(),
          entry.reason());
    }
  }

  @Inject StoredAuditTrail trail;
  @Inject CurrentUser caller;
  @Inject RequestParameters parameters;

  /**
   * Lines that meet all conditions: {@code appId}, {@code actor}, {@code action}, {@code
   * objectType}, {@code objectId}, {@code outcome}, {@code from} and {@code to} in epoch
   * milliseconds; {@code cursor} and {@code limit} for paging.
   */
  @GET
  @Operation(summary = "The audit log, the newest lines first")
  @Parameter(name = "appId", in = ParameterIn.QUERY)
  @Parameter(name = "actor", in = ParameterIn.QUERY)
  @Parameter(name = "action", in = ParameterIn.QUERY)
  @Parameter(name = "objectType", in = ParameterIn.QUERY)
  @Parameter(name = "objectId", in = ParameterIn.QUERY)
  @Parameter(name = "outcome", in = ParameterIn.QUERY)
  @Parameter(name = "from", in = ParameterIn.QUERY, description = "Epoch milliseconds")
  @Parameter(name = "to", in = ParameterIn.QUERY, description = "Epoch milliseconds")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  @Parameter(name = "limit", in = ParameterIn.QUERY)
  public Listing<Line> find() {
    var appId = parameters.findNumber("appId").orElse(null);
    caller.appOrEverything(Permission.SU, appId);
    long limit = parameters.findNumber("limit").orElse((long) USUAL);
    var query =
        new AuditQuery(
            appId,
            text("actor"),
            text("action"),
            text("objectType"),
            text("objectId"),
            outcome(),
            instant("from"),
            instant("to"),
            parameters.findNumber("cursor").orElse(null),
            (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, limit)));
    var found = trail.find(query);
    boolean more = found.size() == query.limit();
    var next = more ? Long.toString(found.get(found.size() - 1).id()) : null;
    return new Listing<>(found.stream().map(Line::of).toList(), next);
  }

  private String text(String name) {
    return parameters.find(name).map(String::trim).filter(text -> !text.isEmpty()).orElse(null);
  }

  private Instant instant(String name) {
    return parameters.findNumber(name).map(Instant::ofEpochMilli).orElse(null);
  }

  private Outcome outcome() {
    var text = text("outcome");
    try {
      return text == null ? null : Outcome.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "outcome is '%s' but must be one of %s"
              .formatted(
                  text.length() > 40 ? text.substring(0, 40) + "…" : text,
                  Arrays.toString(Outcome.values())),
          e);
    }
  }
}
