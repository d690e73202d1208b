package tech.powerjob.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.enums.TimeExpressionType;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.IdempotentSave;
import tech.powerjob.server.job.JobDocument;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.job.VersionedJobs;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.Caller;
import tech.powerjob.web.access.ObjectAccess;
import tech.powerjob.web.openapi.RunRequests;
import tech.powerjob.web.rest.IfMatch;
import tech.powerjob.web.rest.RequestParameters;

/** Jobs. What changes one names the version that it has seen. */
@Path("/api/v1/jobs")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class JobsApi {
  static final String VERSION_HEADER =
      "The version that was read, as its ETag said, or * for whatever is there";

  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final List<Integer> NOT_DELETED =
      List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV());

  @Inject JobService jobs;
  @Inject VersionedJobs versions;
  @Inject IdempotentSave saving;
  @Inject Caller caller;
  @Inject ObjectAccess access;
  @Inject RequestParameters parameters;
  @Inject ListParameters conditions;

  /** Jobs that meet all conditions, by id. */
  @GET
  @Operation(
      summary = "Search jobs",
      description = "Deleted jobs are shown only when status asks for them.")
  @Parameter(name = "status", in = ParameterIn.QUERY, example = "ENABLE,DISABLE")
  @Parameter(name = "name", in = ParameterIn.QUERY, description = "Part of the name")
  @Parameter(name = "tag", in = ParameterIn.QUERY, description = "The whole tag")
  @Parameter(name = "processor", in = ParameterIn.QUERY, description = "Part of the processor")
  @Parameter(name = "type", in = ParameterIn.QUERY, example = "CRON,FIXED_RATE")
  @Parameter(name = "executeType", in = ParameterIn.QUERY, example = "STANDALONE")
  @Parameter(name = "limit", in = ParameterIn.QUERY, example = "50")
  @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the answer before")
  public Listing<JobDocument> find() {
    long appId = caller.app(Permission.READ, parameters.findNumber("appId").orElse(null));
    int limit = conditions.limit(USUAL, MOST);
    var statuses = conditions.constants("status", SwitchableStatus.class);
    var query = new JobInfoQuery();
    query.setStatusIn(
        statuses.isEmpty() ? NOT_DELETED : statuses.stream().map(SwitchableStatus::getV).toList());
    query.setJobNameLike(conditions.text("name").orElse(null));
    query.setTagEq(conditions.text("tag").orElse(null));
    query.setProcessorInfoLike(conditions.text("processor").orElse(null));
    query.setTimeExpressionTypeIn(
        conditions.constants("type", TimeExpressionType.class).stream()
            .map(TimeExpressionType::getV)
            .toList());
    query.setExecuteTypeIn(
        conditions.constants("executeType", ExecuteType.class).stream()
            .map(ExecuteType::getV)
            .toList());
    query.setIdGt(conditions.cursor().orElse(null));
    var found = jobs.find(appId, query, limit + 1);
    return Listing.ofOneMore(found, limit, JobDocument::getId);
  }

  @POST
  @Operation(
      summary = "Create a job",
      description = "A repeat with the same Idempotency-Key creates nothing and answers the same.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = SaveJobInfoRequest.class),
              example =
                  "{\"jobName\":\"nightly\",\"timeExpressionType\":\"CRON\","
                      + "\"timeExpression\":\"0 0 3 * * ?\",\"executeType\":\"STANDALONE\","
                      + "\"processorType\":\"BUILT_IN\",\"processorInfo\":\"com.example.Nightly\"}"))
  @APIResponse(
      responseCode = "201",
      description = "Created; ETag holds its version",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response create(
      @HeaderParam(RunRequests.KEY_HEADER) String key, SaveJobInfoRequest request) {
    long appId =
        caller.app(
            Permission.WRITE,
            request.getAppId() == null
                ? parameters.findNumber("appId").orElse(null)
                : request.getAppId());
    if (request.getId() != null) {
      throw new IllegalArgumentException(
          "id is %d but must be missing: PUT replaces a job".formatted(request.getId()));
    }
    request.setIdempotencyKey(key == null ? request.getIdempotencyKey() : key);
    long id = saving.save(appId, request);
    return answer(Response.created(URI.create("/api/v1/jobs/" + id)), versions.get(appId, id));
  }

  @GET
  @Path("/{jobId}")
  @Operation(summary = "Read a job", description = "ETag holds the version of its definition.")
  @APIResponse(
      responseCode = "200",
      description = "The job",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response get(@PathParam("jobId") long jobId) {
    return answer(Response.ok(), versions.get(access.ofJob(Permission.READ, jobId), jobId));
  }

  @PUT
  @Path("/{jobId}")
  @Operation(
      summary = "Replace a job",
      description = "All of its definition: what is left out gets its default.")
  @APIResponse(
      responseCode = "200",
      description = "The job as it is now",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response replace(
      @PathParam("jobId") long jobId,
      @Parameter(description = VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH) String seen,
      SaveJobInfoRequest request) {
    long appId = access.ofJob(Permission.WRITE, jobId);
    return answer(
        Response.ok(), versions.change(appId, jobId, IfMatch.required(seen), before -> request));
  }

  /** A JSON merge patch of the definition. */
  @PATCH
  @Path("/{jobId}")
  @Operation(
      summary = "Change parts of a job",
      description = "A JSON merge patch (RFC 7396): null takes a value away.")
  @RequestBody(
      content =
          @Content(
              mediaType = "application/merge-patch+json",
              schema = @Schema(implementation = SaveJobInfoRequest.class),
              example = "{\"concurrency\":10,\"tag\":null}"))
  @APIResponse(
      responseCode = "200",
      description = "The job as it is now",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response change(
      @PathParam("jobId") long jobId,
      @Parameter(description = VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH) String seen,
      ObjectNode patch) {
    long appId = access.ofJob(Permission.WRITE, jobId);
    return answer(
        Response.ok(),
        versions.change(
            appId,
            jobId,
            IfMatch.required(seen),
            before -> MergePatch.apply(before, SaveJobInfoRequest.class, patch)));
  }

  @DELETE
  @Path("/{jobId}")
  @Operation(
      summary = "Delete a job",
      description = "Its instances stay; saving it again brings it back.")
  public void delete(
      @PathParam("jobId") long jobId,
      @Parameter(description = VERSION_HEADER) @HeaderParam(HttpHeaders.IF_MATCH) String seen) {
    long appId = access.ofJob(Permission.WRITE, jobId);
    versions.switchTo(appId, jobId, SwitchableStatus.DELETED, IfMatch.required(seen));
  }

  @POST
  @Path("/{jobId}/enable")
  @Operation(summary = "Let the schedule of a job fire")
  @APIResponse(
      responseCode = "200",
      description = "The job as it is now",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response enable(@PathParam("jobId") long jobId) {
    return switchTo(jobId, SwitchableStatus.ENABLE);
  }

  @POST
  @Path("/{jobId}/disable")
  @Operation(summary = "Stop the schedule of a job", description = "Instances that run go on.")
  @APIResponse(
      responseCode = "200",
      description = "The job as it is now",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response disable(@PathParam("jobId") long jobId) {
    return switchTo(jobId, SwitchableStatus.DISABLE);
  }

  /** Doing so twice changes nothing, so it needs no version. */
  private Response switchTo(long jobId, SwitchableStatus status) {
    long appId = access.ofJob(Permission.WRITE, jobId);
    return answer(Response.ok(), versions.switchTo(appId, jobId, status, version -> true));
  }

  @POST
  @Path("/{jobId}/copy")
  @Operation(summary = "Copy a job, with _COPY after its name")
  @APIResponse(
      responseCode = "201",
      description = "The copy",
      content = @Content(schema = @Schema(implementation = JobDocument.class)))
  public Response copy(@PathParam("jobId") long jobId) {
    long appId = access.ofJob(Permission.WRITE, jobId);
    long id = jobs.copy(appId, jobId);
    return answer(Response.created(URI.create("/api/v1/jobs/" + id)), versions.get(appId, id));
  }

  private static Response answer(Response.ResponseBuilder response, JobDocument job) {
    return response.header(HttpHeaders.ETAG, IfMatch.tag(job.getVersion())).entity(job).build();
  }
}
