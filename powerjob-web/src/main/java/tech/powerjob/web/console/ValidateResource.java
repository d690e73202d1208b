package tech.powerjob.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.model.LifeCycle;
import tech.powerjob.common.response.ResultDTO;
import tech.powerjob.server.schedule.PreviewRequest;
import tech.powerjob.server.schedule.SchedulePreview;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.rest.RequestParameters;

/** Tries time expressions. */
@Path("/validate")
@RequestScoped
@Access(Access.Kind.USER)
@Produces(MediaType.APPLICATION_JSON)
public class ValidateResource {
  private static final int SHOWN = 5;

  /** No application has it: without options no schedule asks for one's calendars. */
  private static final long NO_APP = 0;

  @Inject SchedulePreview previews;
  @Inject RequestParameters parameters;

  /** The next due instants in the server's zone, or what is wrong with the expression. */
  @GET
  @Path("/timeExpression")
  @Operation(summary = "When a schedule would be due next, or what is wrong with it")
  @Parameter(name = "timeExpressionType", in = ParameterIn.QUERY, required = true, example = "CRON")
  @Parameter(name = "timeExpression", in = ParameterIn.QUERY, example = "0 0 3 * * ?")
  @Parameter(name = "startTime", in = ParameterIn.QUERY, description = "Epoch milliseconds")
  @Parameter(name = "endTime", in = ParameterIn.QUERY, description = "Epoch milliseconds")
  public ResultDTO<List<String>> timeExpression() {
    var lifeCycle = new LifeCycle();
    lifeCycle.setStart(parameters.findNumber("startTime").orElse(null));
    lifeCycle.setEnd(parameters.findNumber("endTime").orElse(null));
    var preview =
        previews.of(
            NO_APP,
            new PreviewRequest(
                type(), parameters.find("timeExpression").orElse(null), lifeCycle, null, SHOWN));
    var lines =
        preview.firings().isEmpty()
            ? Optional.ofNullable(preview.note()).stream().toList()
            : preview.firings().stream().map(due -> Times.text(due.at())).toList();
    return ResultDTO.success(lines);
  }

  private TimeExpressionType type() {
    var name = parameters.find("timeExpressionType").orElse("");
    return Arrays.stream(TimeExpressionType.values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "timeExpressionType is '%s' but must be one of %s"
                        .formatted(name, List.of(TimeExpressionType.values()))));
  }
}
