package tech.powerjob.server.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.SwitchableStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.SaveJobInfoRequest;
import tech.powerjob.common.request.query.JobInfoQuery;
import tech.powerjob.common.response.JobInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.schedule.Ledger.LastFired;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.job.JobEvent.Kind;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.JsonConverters;
import tech.powerjob.server.store.PageRequest;

/**
 * What users do with jobs. Every call is confined to one application and is one transaction.
 * Thread-safe.
 *
 * <p>A change of a definition takes back what was recorded ahead for instants still to come, and
 * the schedule goes on from now: so an edited expression counts at once.
 */
@ApplicationScoped
public class JobService {
  @PersistenceContext(unitName = "powerjob")
  private EntityManager entities;

  @Inject private RunningServer server;
  @Inject private Settings settings;
  @Inject private JobEvents events;
  @Inject private AuditLog audit;
  @Inject private Event<JobChanged> changed;

  /**
   * Creates a job, or replaces the one whose id the request names.
   *
   * @return id of the job
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule, or the job is unknown or another
   *     application's
   */
  @Transactional
  public long save(long appId, SaveJobInfoRequest request) {
    return save(appId, request, JobMapping::edit);
  }

  /**
   * Replaces the job whose id the request names, all of it: what {@link #save} would keep when the
   * request leaves it out is gone as well.
   *
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule, or the job is unknown or another
   *     application's
   */
  @Transactional
  public void replace(long appId, SaveJobInfoRequest request) {
    save(appId, request, JobMapping::replace);
  }

  /**
   * Says what {@link #save} would say, and saves nothing.
   *
   * @throws PowerJobException if a required field is missing
   * @throws IllegalArgumentException if a field breaks a rule
   */
  public void check(long appId, SaveJobInfoRequest request) {
    checkRules(request);
    var now = server.engine().now();
    var job = Job.create(appId, now);
    JobMapping.edit(job, request);
    nextDue(job, now, false);
  }

  private void checkRules(SaveJobInfoRequest request) {
    JobRules.check(request);
    Schedules.checkInterval(
        request.getTimeExpressionType(),
        request.getTimeExpression(),
        settings.longestInterval().toMillis());
  }

  private long save(
      long appId, SaveJobInfoRequest request, BiConsumer<Job, SaveJobInfoRequest> edit) {
    checkRules(request);
    var now = server.engine().now();
    var job = request.getId() == null ? Job.create(appId, now) : lock(appId, request.getId());
    var before = job.getId() == null ? null : JobMapping.request(job);
    edit.accept(job, request);
    if (job.getId() == null) {
      job.setNextTriggerTime(nextDue(job, now, false).map(Instant::toEpochMilli).orElse(null));
      entities.persist(job);
      entities.flush();
      job.assignPartition();
      events.record(job.getId(), appId, Kind.CREATED, null, now);
      audit.changed("job.create", "job", job.getId(), appId, null, JobMapping.request(job));
    } else {
      reschedule(job, now);
      recordEdit(job, before, now);
    }
    if (request.getIdempotencyKey() != null) {
      remember(IdempotentSave.call(appId, request), job.getId(), now);
    }
    return job.getId();
  }

  /** In the transaction that saves, so that both happen or neither. */
  private void remember(IdempotencyKeys.Call call, long jobId, Instant now) {
    entities
        .createNativeQuery(IdempotencyKeys.INSERT)
        .setParameter(1, call.appId())
        .setParameter(2, call.operation())
        .setParameter(3, call.key())
        .setParameter(4, call.fingerprint())
        .setParameter(5, jobId)
        .setParameter(6, now.toEpochMilli())
        .executeUpdate();
  }

  /**
   * One job.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public JobInfoDTO get(long appId, long jobId) {
    return JobMapping.view(find(appId, jobId, LockModeType.NONE));
  }

  /** All jobs of the application, deleted ones too, by id. */
  public List<JobInfoDTO> findAll(long appId) {
    return find(appId, new JobInfoQuery());
  }

  /**
   * Jobs of the application that meet all conditions, deleted ones too, by id.
   *
   * @throws IllegalArgumentException if a condition names an unknown code
   */
  public List<JobInfoDTO> find(long appId, JobInfoQuery query) {
    return JobConditions.query(entities, appId, query)
        .getResultStream()
        .map(JobMapping::view)
        .toList();
  }

  /**
   * Jobs as {@link #find(long, JobInfoQuery)}, at most so many.
   *
   * @throws IllegalArgumentException if a condition names an unknown code
   */
  public List<JobDocument> find(long appId, JobInfoQuery query, int most) {
    return JobConditions.query(entities, appId, query)
        .setMaxResults(most)
        .getResultStream()
        .map(JobMapping::document)
        .toList();
  }

  /**
   * One page of jobs as {@link #find(long, JobInfoQuery)}.
   *
   * @throws IllegalArgumentException if a condition names an unknown code
   */
  public PageResult<JobInfoDTO> page(long appId, JobInfoQuery query, PageRequest page) {
    long total = JobConditions.count(entities, appId, query);
    return page.result(
        JobConditions.page(entities, appId, query, page).stream().map(JobMapping::view).toList(),
        total);
  }

  /** The application that a job belongs to; empty if there is no such job. */
  public OptionalLong appOf(long jobId) {
    var job = entities.find(Job.class, jobId);
    return job == null ? OptionalLong.empty() : OptionalLong.of(job.getAppId());
  }

  /**
   * Lets the schedule fire, from now on.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's, or its
   *     schedule has ended
   */
  @Transactional
  public void enable(long appId, long jobId) {
    setStatus(appId, jobId, SwitchableStatus.ENABLE);
  }

  /**
   * Stops the schedule. Instances that run go on.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's
   */
  @Transactional
  public void disable(long appId, long jobId) {
    setStatus(appId, jobId, SwitchableStatus.DISABLE);
  }

  /**
   * Marks the job as deleted; its instances and the row stay.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's
   */
  @Transactional
  public void delete(long appId, long jobId) {
    setStatus(appId, jobId, SwitchableStatus.DELETED);
  }

  /**
   * Makes another job like this one, with {@code _COPY} after its name.
   *
   * @return id of the new job
   * @throws PowerJobException if the job is deleted
   * @throws IllegalArgumentException if it is unknown or another application's, or the new name is
   *     too long
   */
  @Transactional
  public long copy(long appId, long jobId) {
    var job = find(appId, jobId, LockModeType.NONE);
    if (job.getStatus() == SwitchableStatus.DELETED) {
      throw new PowerJobException("can't copy the job which has been deleted!");
    }
    var request = JobMapping.request(job);
    request.setJobName(job.getJobName() + "_COPY");
    return save(appId, request);
  }

  /**
   * What would have to be saved to get such a job again, under a new name.
   *
   * @throws IllegalArgumentException if the job is unknown or another application's
   */
  public SaveJobInfoRequest export(long appId, long jobId) {
    var job = find(appId, jobId, LockModeType.NONE);
    var request = JobMapping.request(job);
    request.setJobName(job.getJobName() + "_EXPORT_" + server.engine().now().toEpochMilli());
    return request;
  }

  private void setStatus(long appId, long jobId, SwitchableStatus status) {
    var job = lock(appId, jobId);
    var now = server.engine().now();
    var before = Map.of("status", job.getStatus());
    job.setStatus(status);
    reschedule(job, now);
    events.record(jobId, appId, kind(status), null, now);
    var action = "job." + status.name().toLowerCase(Locale.ROOT).replace("deleted", "delete");
    audit.changed(action, "job", jobId, appId, before, Map.of("status", status));
  }

  private void recordEdit(Job job, SaveJobInfoRequest before, Instant now) {
    var after = JobMapping.request(job);
    audit.changed("job.edit", "job", job.getId(), job.getAppId(), before, after);
    var old = JsonConverters.fields(before);
    var fresh = JsonConverters.fields(after);
    var changed = new TreeSet<String>();
    changed.addAll(old.keySet());
    changed.addAll(fresh.keySet());
    changed.removeIf(field -> Objects.equals(old.get(field), fresh.get(field)));
    events.record(job.getId(), job.getAppId(), Kind.EDITED, String.join(", ", changed), now);
    if (before.isEnable() != job.isEnabled()) {
      events.record(job.getId(), job.getAppId(), kind(job.getStatus()), null, now);
    }
  }

  private static Kind kind(SwitchableStatus status) {
    return switch (status) {
      case ENABLE -> Kind.ENABLED;
      case DISABLE -> Kind.DISABLED;
      case DELETED -> Kind.DELETED;
    };
  }

  /** Computes anew when jobs are due, because a calendar that they use was changed. */
  @Transactional
  public void calendarChanged(List<Long> jobIds, String calendar) {
    var now = server.engine().now();
    for (var jobId : jobIds) {
      var job = entities.find(Job.class, jobId, LockModeType.PESSIMISTIC_WRITE);
      if (job != null && job.isEnabled()) {
        try {
          reschedule(job, now);
        } catch (IllegalArgumentException e) {
          job.setNextTriggerTime(null);
          job.setStatus(SwitchableStatus.DISABLE);
          events.record(jobId, job.getAppId(), Kind.ENDED, e.getMessage(), now);
        }
        events.record(jobId, job.getAppId(), Kind.CALENDAR, calendar, now);
      }
    }
  }

  /**
   * The definition of a job.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public Job require(long appId, long jobId) {
    return find(appId, jobId, LockModeType.NONE);
  }

  private void reschedule(Job job, Instant now) {
    changed.fire(new JobChanged(job.getId(), job.getAppId()));
    // Flushed first, so that the scheduler finds nothing of the old schedule after the deletion.
    entities.flush();
    entities
        .createNativeQuery(
            "DELETE FROM instance_info WHERE job_id = ? AND due_time > ? AND status = 1"
                + " AND dispatch_epoch = 0")
        .setParameter(1, job.getId())
        .setParameter(2, now.toEpochMilli())
        .executeUpdate();
    job.setNextTriggerTime(nextDue(job, now, true).map(Instant::toEpochMilli).orElse(null));
    job.setGmtModified(Date.from(now));
  }

  /**
   * The first due instant from now on.
   *
   * @param known whether the job may have been due before
   */
  private Optional<Instant> nextDue(Job job, Instant now, boolean known) {
    if (job.getStatus() == SwitchableStatus.DELETED) {
      return Optional.empty();
    }
    var definition = Schedules.Definition.of(job);
    var schedule = server.engine().schedules().of(definition);
    if (!job.isEnabled()) {
      return Optional.empty(); // Refused above all the same when it is not valid at all.
    }
    JobRules.checkLifeCycle(job.getLifeCycle(), now);
    Optional<LastFired> last = known ? lastFired(job) : Optional.empty();
    if (schedule.awaitsEnd() && last.isPresent() && last.get().ended().isEmpty()) {
      return Optional.empty(); // The end of the run that is under way sets it.
    }
    // An instant that was let go a moment early is in the ledger already and must not come again.
    var next =
        last.isEmpty()
            ? schedule.begin(now)
            : schedule.resume(
                schedule.awaitsEnd() ? last.get().ended().orElseThrow() : last.get().due(), now);
    JobRules.checkFires(definition, next);
    return next;
  }

  private Optional<LastFired> lastFired(Job job) {
    var rows =
        entities
            .createNativeQuery(
                "SELECT due_time, status, finished_time FROM instance_info WHERE job_id = ?"
                    + " AND due_time = (SELECT MAX(due_time) FROM instance_info WHERE job_id = ?)")
            .setParameter(1, job.getId())
            .setParameter(2, job.getId())
            .getResultList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    var row = (Object[]) rows.get(0);
    var due = Instant.ofEpochMilli(((Number) row[0]).longValue());
    boolean finished = InstanceStatus.FINISHED_STATUS.contains(((Number) row[1]).intValue());
    var end = row[2] == null ? due : Instant.ofEpochMilli(((Number) row[2]).longValue());
    return Optional.of(new LastFired(due, finished ? Optional.of(end) : Optional.empty()));
  }

  /**
   * The definition of a job, which nobody else changes until the end of the caller's transaction.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public Job lock(long appId, long jobId) {
    return find(appId, jobId, LockModeType.PESSIMISTIC_WRITE);
  }

  private Job find(long appId, long jobId, LockModeType lock) {
    var job = entities.find(Job.class, jobId, lock);
    if (job == null) {
      throw new UnknownObjectException("can't find job by jobId: " + jobId);
    }
    if (job.getAppId() != appId) {
      throw new NotYoursException("this job is not belong to the app whose appId is " + appId);
    }
    return job;
  }
}
