package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.domain.job.Job;

/**
 * Changes of jobs by callers who say which version they have seen, so that nobody overwrites what
 * they do not know. Every call is confined to one application and is one transaction. Thread-safe.
 */
@ApplicationScoped
public class VersionedJobs {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private JobService jobs;

  /** The job is not what the caller has seen. */
  public static final class ChangedException extends PowerJobException {
    private static final long serialVersionUID = 1L;

    ChangedException(long jobId, String version) {
      super("job %d was changed by somebody else; its version is now %s".formatted(jobId, version));
    }
  }

  /**
   * One job.
   *
   * @throws UnknownObjectException if it is unknown or another application's
   */
  public JobDocument get(long appId, long jobId) {
    return JobMapping.document(jobs.require(appId, jobId));
  }

  /**
   * Replaces a job by what is made of its present definition.
   *
   * @param expected whether the caller has seen this version
   * @param edit from the present definition to the one that is saved; id and application are set
   *     afterwards
   * @throws ChangedException if not
   * @throws UnknownObjectException if it is unknown or another application's
   * @throws RuntimeException as {@link JobService#replace}
   */
  @Transactional
  public JobDocument change(
      long appId, long jobId, Predicate<String> expected, UnaryOperator<SaveJobInfoRequest> edit) {
    var request = edit.apply(JobMapping.request(locked(appId, jobId, expected)));
    request.setId(jobId);
    request.setAppId(appId);
    request.setIdempotencyKey(null);
    jobs.replace(appId, request);
    return fresh(appId, jobId);
  }

  /**
   * Enables, disables or deletes a job.
   *
   * @param expected whether the caller has seen this version
   * @throws ChangedException if not
   * @throws UnknownObjectException if it is unknown or another application's
   */
  @Transactional
  public JobDocument switchTo(
      long appId, long jobId, SwitchableStatus status, Predicate<String> expected) {
    locked(appId, jobId, expected);
    switch (status) {
      case ENABLE -> jobs.enable(appId, jobId);
      case DISABLE -> jobs.disable(appId, jobId);
      case DELETED -> jobs.delete(appId, jobId);
    }
    return fresh(appId, jobId);
  }

  private JobDocument fresh(long appId, long jobId) {
    entities.flush();
    return JobMapping.document(jobs.require(appId, jobId));
  }

  private Job locked(long appId, long jobId, Predicate<String> expected) {
    // Read with the lock: what was read before it may be old.
    var job = jobs.lock(appId, jobId);
    var version = JobMapping.document(job).getVersion();
    if (!expected.test(version)) {
      throw new ChangedException(jobId, version);
    }
    return job;
  }
}
