package tech.powerjob.web.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import tech.powerjob.domain.account.Permission;
import tech.powerjob.server.job.JobAudit;
import tech.powerjob.server.job.JobAudits;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.ObjectAccess;

/** Shows whether every due instant of a job is accounted for. */
@Path("/api/v1/jobs/{jobId}/ledger-audit")
@RequestScoped
@Access(Access.Kind.APP_OR_USER)
@Produces(MediaType.APPLICATION_JSON)
public class LedgerAuditApi {
  @Inject ObjectAccess access;
  @Inject JobAudits audits;

  /** The audit of the job's present schedule, from its last change to now. */
  @GET
  @Operation(summary = "Whether every due instant of a job is accounted for")
  public JobAudit get(@PathParam("jobId") long jobId) {
    return audits.of(access.ofJob(Permission.READ, jobId), jobId);
  }
}
