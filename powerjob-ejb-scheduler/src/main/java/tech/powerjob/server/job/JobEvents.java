package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.job.JobEvent.Kind;
import tech.powerjob.server.store.Transactions;

/** The history of jobs, in {@code job_event}. Thread-safe. */
@ApplicationScoped
public class JobEvents {
  private static final int MOST_READ = 1_000;

  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private Transactions transactions;
  @Inject private Actor actor;

  /** Adds to the history, in the caller's transaction if there is one. */
  @Transactional
  public void record(long jobId, long appId, Kind kind, String detail, Instant now) {
    entities
        .createNativeQuery(
            "INSERT INTO job_event (job_id, app_id, event_time, kind, who, detail)"
                + " VALUES (?,?,?,?,?,?)")
        .setParameter(1, jobId)
        .setParameter(2, appId)
        .setParameter(3, now.toEpochMilli())
        .setParameter(4, kind.name())
        .setParameter(5, actor.name())
        .setParameter(6, detail == null ? "" : detail)
        .executeUpdate();
  }

  /** What was done to a job, in order; the latest if it was very much. */
  public List<JobEvent> of(long jobId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT event_time, kind, who, detail FROM job_event WHERE job_id = ?"
                      + " ORDER BY event_time DESC, id DESC LIMIT "
                      + MOST_READ)) {
            select.setLong(1, jobId);
            try (var rows = select.executeQuery()) {
              var found = new ArrayList<JobEvent>();
              while (rows.next()) {
                found.add(
                    0,
                    new JobEvent(
                        rows.getLong(1),
                        Kind.valueOf(rows.getString(2)),
                        rows.getString(3),
                        rows.getString(4)));
              }
              return found;
            }
          }
        });
  }
}
