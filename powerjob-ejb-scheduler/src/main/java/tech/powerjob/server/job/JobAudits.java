package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import tech.powerjob.domain.schedule.LedgerAudit;
import tech.powerjob.server.lifecycle.RunningServer;

/** Whether every due instant of a job is accounted for. Thread-safe. */
@ApplicationScoped
public class JobAudits {
  @Inject private RunningServer server;
  @Inject private JobService jobs;

  /**
   * Recomputes when the job was due since its definition last changed, and compares that with the
   * ledger.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's
   */
  public JobAudit of(long appId, long jobId) {
    var job = jobs.require(appId, jobId);
    var engine = server.engine();
    var edited = job.getGmtModified().toInstant();
    var from = edited.isBefore(engine.keptSince()) ? engine.keptSince() : edited;
    // Everything before the next trigger time is accounted for; what comes after need not be.
    var to =
        job.getNextTriggerTime() == null
            ? engine.now()
            : Instant.ofEpochMilli(job.getNextTriggerTime() - 1);
    var audit = LedgerAudit.of(engine.schedules().of(job), jobId, engine.ledger(), from, to);
    return JobAudit.of(from, audit);
  }
}
