package tech.powerjob.web.openapi;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import tech.powerjob.common.response.PowerResultDTO;
import tech.powerjob.server.job.JobAudit;
import tech.powerjob.server.job.JobService;
import tech.powerjob.web.access.Access;
import tech.powerjob.web.access.CurrentApp;

/** Shows whether every due instant of a job is accounted for. */
@Path("/api/v1/jobs/{jobId}/ledger-audit")
@RequestScoped
@Access(Access.Kind.APP)
@Produces(MediaType.APPLICATION_JSON)
public class LedgerAuditResource {
  @Inject CurrentApp app;
  @Inject JobService jobs;

  /** The audit of the job's present schedule, from its last change to now. */
  @GET
  public PowerResultDTO<JobAudit> get(@PathParam("jobId") long jobId) {
    return PowerResultDTO.s(jobs.audit(app.id(), jobId));
  }
}
