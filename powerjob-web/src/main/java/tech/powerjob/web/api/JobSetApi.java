package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.job.JobBundle;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.JobTransfer;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.rest.RequestParameters;

/** Many jobs at once. */
@Path("/api/v1/jobs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class JobSetApi {
  /** What is done to each job. */
  public enum JobOperation {
    ENABLE,
    DISABLE,
    DELETE,
    RUN
  }

  /**
   * Body of {@code bulk}.
   *
   * @param instanceParams of runs; may be {@code null}
   */
  public record JobBulk(JobOperation operation, List<Long> jobIds, String instanceParams) {}

  @Inject JobService jobs;
  @Inject JobTransfer transfer;
  @Inject InstanceService instances;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Does the same to many jobs, each on its own. */
  @POST
  @Path("/bulk")
  @Operation(
      summary = "Enable, disable, delete or run many jobs",
      description = "Each on its own: the answer says what became of every one.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobBulk.class),
              example = "{\"operation\":\"DISABLE\",\"jobIds\":[1,2,3]}"))
  public Bulk.BulkResult bulk(JobBulk request) {
    if (request.operation() == null) {
      throw new IllegalArgumentException("operation can't be empty");
    }
    return Bulk.each("jobIds", request.jobIds(), jobId -> apply(request, jobId));
  }

  private Object apply(JobBulk request, long jobId) {
    boolean runs = request.operation() == JobOperation.RUN;
    long appId = access.ofJob(runs ? Permission.OPS : Permission.WRITE, jobId);
    switch (request.operation()) {
      case ENABLE -> jobs.enable(appId, jobId);
      case DISABLE -> jobs.disable(appId, jobId);
      case DELETE -> jobs.delete(appId, jobId);
      case RUN -> {
        var run = new RunJobRequest().setJobId(jobId).setInstanceParams(request.instanceParams());
        return new RunApi.Run(Long.toString(instances.run(appId, run)));
      }
    }
    return null;
  }

  /** Definitions that {@code import} takes. */
  @GET
  @Path("/export")
  @Operation(summary = "Export jobs as one document")
  @Parameter(
      name = "ids",
      in = ParameterIn.QUERY,
      description = "Ids separated by commas; all that are not deleted if missing",
      example = "1,2,3")
  public JobBundle export() {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    return transfer.export(appId, ids());
  }

  private Set<Long> ids() {
    var ids = new LinkedHashSet<Long>();
    conditions.text("ids").stream()
        .flatMap(list -> Stream.of(list.split(",")))
        .map(String::trim)
        .forEach(
            id -> {
              if (!id.matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException(
                    "ids is '%s' but must be numbers separated by commas"
                        .formatted(id.substring(0, Math.min(40, id.length()))));
              }
              ids.add(Long.valueOf(id));
            });
    return ids;
  }

  /** All jobs of the document, or none. */
  @POST
  @Path("/import")
  @Operation(
      summary = "Import jobs from a document",
      description = "All of them or none; the answer says of every one what became of it.")
  @Parameter(
      name = "dryRun",
      in = ParameterIn.QUERY,
      description = "true: say what would become of them, and import nothing",
      example = "true")
  @Parameter(
      name = "conflict",
      in = ParameterIn.QUERY,
      description = "What to do with names that are there: FAIL, SKIP, REPLACE or KEEP_BOTH",
      example = "FAIL")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JobBundle.class),
              example =
                  "{\"format\":\"powerjob-jobs/1\",\"jobs\":[{\"jobName\":\"nightly\","
                      + "\"timeExpressionType\":\"API\",\"executeType\":\"STANDALONE\","
                      + "\"processorType\":\"BUILT_IN\",\"processorInfo\":\"x.Y\"}]}"))
  @APIResponse(
      responseCode = "200",
      description = "What became of them, or would",
      content = @Content(schema = @Schema(implementation = JobTransfer.ImportResult.class)))
  @APIResponse(
      responseCode = "422",
      description = "A job was refused, so none was imported",
      content = @Content(schema = @Schema(implementation = JobTransfer.ImportResult.class)))
  public Response take(JobBundle bundle) {
    long appId = caller.app(Permission.WRITE, parameters.findNumber("appId").orElse(null));
    var conflicts = conditions.constants("conflict", JobTransfer.Conflict.class);
    var conflict = conflicts.isEmpty() ? JobTransfer.Conflict.FAIL : conflicts.get(0);
    boolean trial = conditions.text("dryRun").filter("true"::equalsIgnoreCase).isPresent();
    var result = transfer.take(appId, bundle, conflict, trial);
    boolean refused =
        result.jobs().stream().anyMatch(job -> job.action() == JobTransfer.ImportAction.REFUSED);
    return Response.status(refused && !trial ? 422 : 200).entity(result).build();
  }
}
