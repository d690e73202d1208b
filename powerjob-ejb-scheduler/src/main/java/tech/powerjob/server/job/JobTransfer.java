package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;

/**
 * Takes definitions out of an application and into another. A bundle goes in as a whole or not at
 * all. Thread-safe.
 */
@ApplicationScoped
public class JobTransfer {
  /** Most jobs of a bundle. */
  public static final int MOST = 1_000;

  /** What becomes of a job whose name the application has already. */
  public enum Conflict {
    /** Nothing is imported. */
    FAIL,
    /** It is left out. */
    SKIP,
    /** It replaces the one that is there. */
    REPLACE,
    /** It comes in beside the one that is there. */
    KEEP_BOTH
  }

  /** What became, or would become, of a job. */
  public enum ImportAction {
    CREATED,
    REPLACED,
    SKIPPED,
    REFUSED
  }

  /**
   * What became of one job of a bundle.
   *
   * @param index its place, from 0
   * @param jobId {@code null} if nothing was saved
   * @param problem why it was refused; {@code null} if it was not
   */
  public record ImportOutcome(
      int index, String jobName, ImportAction action, Long jobId, String problem) {}

  /**
   * What became of a bundle.
   *
   * @param imported whether it is in; a bundle with a refused job is not, nor is a trial
   */
  public record ImportResult(boolean imported, List<ImportOutcome> jobs) {}

  @Inject private JobService jobs;

  /**
   * The definitions of jobs, by id; of all that are not deleted if none is named.
   *
   * @param jobIds empty for all
   * @throws UnknownObjectException if one is unknown or another application's
   * @throws IllegalArgumentException if they are too many
   */
  public JobBundle export(long appId, Set<Long> jobIds) {
    tooMany(jobIds.size());
    var chosen =
        jobIds.isEmpty() ? all(appId) : jobIds.stream().sorted().map(id -> one(appId, id)).toList();
    tooMany(chosen.size());
    return new JobBundle(JobBundle.FORMAT, chosen);
  }

  private List<SaveJobInfoRequest> all(long appId) {
    return jobs.find(appId, notDeleted(), MOST + 1).stream()
        .map(job -> one(appId, job.getId()))
        .toList();
  }

  private SaveJobInfoRequest one(long appId, long jobId) {
    var request = JobMapping.request(jobs.require(appId, jobId));
    request.setAppId(null);
    return request;
  }

  private static JobInfoQuery notDeleted() {
    return new JobInfoQuery()
        .setStatusIn(List.of(SwitchableStatus.ENABLE.getV(), SwitchableStatus.DISABLE.getV()));
  }

  private static void tooMany(int number) {
    if (number > MOST) {
      throw new IllegalArgumentException(
          "jobs is %d jobs but must be at most %d; name some by their ids".formatted(number, MOST));
    }
  }

  /**
   * Imports a bundle.
   *
   * @param trial whether to say only what would become of it
   * @throws IllegalArgumentException if it is no bundle of a known format
   */
  @Transactional
  public ImportResult take(long appId, JobBundle bundle, Conflict conflict, boolean trial) {
    if (!JobBundle.FORMAT.equals(bundle.format())) {
      throw new IllegalArgumentException(
          "format is '%s' but must be %s".formatted(bundle.format(), JobBundle.FORMAT));
    }
    if (bundle.jobs() == null) {
      throw new IllegalArgumentException("jobs can't be empty");
    }
    tooMany(bundle.jobs().size());
    var plan = plan(appId, bundle.jobs(), conflict);
    boolean refused = plan.stream().anyMatch(each -> each.action() == ImportAction.REFUSED);
    if (refused || trial) {
      return new ImportResult(false, plan);
    }
    return new ImportResult(
        true,
        plan.stream().map(each -> save(appId, bundle.jobs().get(each.index()), each)).toList());
  }

  private ImportOutcome save(long appId, SaveJobInfoRequest request, ImportOutcome planned) {
    if (planned.action() == ImportAction.SKIPPED) {
      return planned;
    }
    request.setId(planned.jobId());
    request.setAppId(appId);
    request.setIdempotencyKey(null);
    long jobId;
    if (planned.action() == ImportAction.REPLACED) {
      jobs.replace(appId, request);
      jobId = planned.jobId();
    } else {
      jobId = jobs.save(appId, request);
    }
    return new ImportOutcome(planned.index(), planned.jobName(), planned.action(), jobId, null);
  }

  private List<ImportOutcome> plan(
      long appId, List<SaveJobInfoRequest> requests, Conflict conflict) {
    var there = idsByName(appId);
    var seen = new HashSet<String>();
    var plan = new ArrayList<ImportOutcome>();
    for (int i = 0; i < requests.size(); i++) {
      plan.add(plan(appId, i, requests.get(i), there, seen, conflict));
    }
    return plan;
  }

  private ImportOutcome plan(
      long appId,
      int index,
      SaveJobInfoRequest request,
      Map<String, List<Long>> there,
      Set<String> seen,
      Conflict conflict) {
    if (request == null) {
      return new ImportOutcome(index, null, ImportAction.REFUSED, null, "a job can't be null");
    }
    var name = request.getJobName() == null ? null : request.getJobName().trim();
    try {
      jobs.check(appId, request);
    } catch (PowerJobException | IllegalArgumentException e) {
      return new ImportOutcome(index, name, ImportAction.REFUSED, null, e.getMessage());
    }
    var same = there.getOrDefault(name, List.of());
    boolean twice = !seen.add(name);
    if (conflict == Conflict.KEEP_BOTH || (same.isEmpty() && !twice)) {
      return new ImportOutcome(index, name, ImportAction.CREATED, null, null);
    }
    if (conflict == Conflict.SKIP) {
      return new ImportOutcome(index, name, ImportAction.SKIPPED, null, null);
    }
    if (conflict == Conflict.REPLACE && same.size() == 1 && !twice) {
      return new ImportOutcome(index, name, ImportAction.REPLACED, same.get(0), null);
    }
    return new ImportOutcome(index, name, ImportAction.REFUSED, null, why(name, same, twice));
  }

  private static String why(String name, List<Long> same, boolean twice) {
    if (twice) {
      return "jobName is '%s' but must be there once in the bundle".formatted(name);
    }
    return same.size() == 1
        ? "jobName is '%s' but must be new: job %d has it".formatted(name, same.get(0))
        : "jobName is '%s' but must be that of one job: %s have it".formatted(name, same);
  }

  private Map<String, List<Long>> idsByName(long appId) {
    var ids = new HashMap<String, List<Long>>();
    jobs.find(appId, notDeleted())
        .forEach(
            job ->
                ids.computeIfAbsent(job.getJobName(), name -> new ArrayList<>()).add(job.getId()));
    return ids;
  }
}
