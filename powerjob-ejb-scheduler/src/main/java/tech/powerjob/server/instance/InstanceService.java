package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.InstanceType;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.http.RunJobRequest;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;
import tech.powerjob.common.response.PageResult;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.InstanceChange;
import tech.powerjob.domain.instance.InstanceChange.Canceled;
import tech.powerjob.domain.instance.InstanceChange.Retried;
import tech.powerjob.domain.instance.InstanceChange.Stopped;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.audit.NotYoursException;
import tech.powerjob.server.job.JobRules;
import tech.powerjob.server.job.UnknownObjectException;
import tech.powerjob.server.lifecycle.Engine;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.BoundedSearch;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.IdempotencyKeys.Call;
import tech.powerjob.server.store.InstanceFilter;
import tech.powerjob.server.store.InstanceSearch;
import tech.powerjob.server.store.NewestIds;
import tech.powerjob.server.store.PageRequest;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.InstanceEpoch;

/** What users do with instances. Every call is confined to one application. Thread-safe. */
@ApplicationScoped
public class InstanceService {
  private static final int MAX_PAGE_SIZE = 1_000;

  /** Of a list in PowerJob's order; 1 000 of its pages. */
  private static final int MOST_LISTED = 10_000;

  private static final int MAX_OUTER_KEY = 255;
  private static final int MAX_EXTEND_VALUE = 1_024;

  /** A state that keeps changing under the user's hand is looked at so often before giving up. */
  private static final int ATTEMPTS = 10;

  @Inject private RunningServer server;
  @Inject private Jobs jobs;
  @Inject private Transactions transactions;
  @Inject private AuditLog audit;

  /**
   * Runs a job once, now or after a delay, whatever its schedule or status. When this returns the
   * instance is stored and will be seen to.
   *
   * @param request job, parameters and delay in milliseconds; its application is ignored in favour
   *     of the argument
   * @return id of the instance
   * @throws IllegalArgumentException if the job is unknown or another application's, a field is too
   *     long, or the worker that is asked for is not one that lives and may run the job
   */
  public long run(long appId, RunJobRequest request) {
    limits(request);
    var job = requireJob(appId, request.getJobId());
    var engine = server.engine();
    var now = engine.now();
    var worker = ChosenWorker.of(request);
    worker.ifPresent(
        address -> ChosenWorker.check(job, address, engine.workers().ofApp(appId), now));
    long delay = Math.max(0, Optional.ofNullable(request.getDelay()).orElse(0L));
    var at = now.plus(Duration.ofMillis(delay));
    var instance =
        JobInstance.waiting(engine.ids().next(now), job, now)
            .instanceParams(emptyToNull(request.getInstanceParams()))
            .outerKey(request.getOuterKey())
            .extendValue(request.getExtendValue())
            .designatedWorker(worker.orElse(null))
            .expectedTriggerTime(at)
            .deadline(at)
            .build();
    if (request.getIdempotencyKey() == null) {
      engine.add(instance);
      return instance.instanceId();
    }
    long made = new IdempotencyKeys(transactions).insertOnce(call(appId, request), instance);
    if (made == instance.instanceId()) {
      engine.release(instance);
    }
    return made;
  }

  private static Call call(long appId, RunJobRequest request) {
    var asked =
        new ArrayList<Object>(
            Arrays.asList(
                request.getJobId(),
                request.getInstanceParams(),
                request.getDelay(),
                request.getOuterKey(),
                request.getExtendValue()));
    ChosenWorker.of(request).ifPresent(asked::add);
    return Call.of(appId, "RUN", request.getIdempotencyKey(), asked);
  }

  private static void limits(RunJobRequest request) {
    JobRules.limit("instanceParams", request.getInstanceParams(), JobRules.PARAMS_LIMIT);
    JobRules.limit("outerKey", request.getOuterKey(), MAX_OUTER_KEY);
    JobRules.limit("extendValue", request.getExtendValue(), MAX_EXTEND_VALUE);
  }

  private static String emptyToNull(String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private Job requireJob(long appId, Long jobId) {
    if (jobId == null) {
      throw new PowerJobException("jobId can't be empty");
    }
    var job = jobs.findAll(List.of(jobId)).get(jobId);
    if (job == null) {
      throw new UnknownObjectException("can't find job by jobId: " + jobId);
    }
    if (job.getAppId() != appId) {
      throw new NotYoursException("this job is not belong to the app whose appId is " + appId);
    }
    return job;
  }

  /**
   * Code of an instance's status.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public int status(long appId, long instanceId) {
    return require(appId, instanceId, "invalid instanceId: ").status().getV();
  }

  /**
   * One instance.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public InstanceInfoDTO get(long appId, long instanceId) {
    return view(require(appId, instanceId, "invalid instanceId: "));
  }

  /**
   * Instances of the application that meet all conditions; by default the newest first.
   *
   * @throws IllegalArgumentException if page or order are out of bounds
   */
  public PageResult<InstanceInfoDTO> find(long appId, InstancePageQuery query) {
    int index = Optional.ofNullable(query.getIndex()).orElse(0);
    int size = Optional.ofNullable(query.getPageSize()).orElse(10);
    bounds("index", index, 0, Integer.MAX_VALUE / MAX_PAGE_SIZE);
    bounds("pageSize", size, 1, MAX_PAGE_SIZE);
    return counted(new InstanceSearch(transactions, appId, query), new PageRequest(index, size));
  }

  private static PageResult<InstanceInfoDTO> counted(InstanceSearch search, PageRequest page) {
    long total = search.count();
    return page.result(
        search.page(page.skipped(), page.size()).stream().map(InstanceService::view).toList(),
        total);
  }

  /**
   * A list in PowerJob's order.
   *
   * @param instanceId the only one that is wanted; {@code null} for all
   * @param filter the other conditions; its limit and its beginning are not used
   * @param page what of it is wanted
   */
  public record ListQuery(
      InstanceType type, Long instanceId, InstanceFilter filter, PageRequest page) {}

  /**
   * A page of instances, what was changed last first. No index is in that order, as each change of
   * each instance would have to be written to it; so the newest of those that meet the conditions
   * are put in order, and a list has no more than these.
   */
  public PageResult<InstanceInfoDTO> list(long appId, ListQuery query) {
    var search =
        InstanceSearch.of(transactions, appId, query.filter())
            .only(query.type())
            .only(query.instanceId())
            .lastChangedFirst();
    if (query.instanceId() == null) {
      InstanceSearch.floor(transactions, appId, query.filter(), MOST_LISTED)
          .ifPresent(search::notOlderThan);
    }
    return counted(search, query.page());
  }

  /**
   * What a search found for people.
   *
   * @param next where to go on; {@code null} at the end
   */
  public record Page(List<InstanceInfoDTO> instances, Long next) {}

  /**
   * Instances of the application that the filter lets through, the newest first, as far as one
   * comes in a fraction of a second.
   */
  public Page look(long appId, InstanceFilter filter) {
    var found = new BoundedSearch(transactions, System::nanoTime).find(appId, filter);
    return new Page(found.instances().stream().map(InstanceService::view).toList(), found.next());
  }

  /**
   * The newest instance of each of these jobs, by job; jobs without one are missing.
   *
   * @param jobIds jobs of the application; others are as if they had no instance
   */
  public Map<Long, InstanceInfoDTO> latest(long appId, Collection<Long> jobIds) {
    var latest = new HashMap<Long, InstanceInfoDTO>();
    var ids = NewestIds.ofJobs(transactions).of(jobIds).values();
    for (var instance : server.engine().instances().findAll(ids)) {
      if (instance.appId() == appId) {
        latest.put(instance.jobId(), view(instance));
      }
    }
    return latest;
  }

  private static void bounds(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d but must be from %d to %d".formatted(field, value, min, max));
    }
  }

  /**
   * Ends an unfinished instance; a worker that has it is told to stop.
   *
   * @param by who asks, in words
   * @throws IllegalArgumentException if it is finished, unknown or another application's
   */
  public void stop(long appId, long instanceId, String by) {
    var engine = server.engine();
    var before =
        change(
            appId,
            instanceId,
            instance -> {
              if (instance.isFinished()) {
                throw new WrongState.IllegalArgument("can't stop finished instance!");
              }
              return new Stopped(Target.of(instance), "stopped by user", engine.now());
            });
    if (before.status() != InstanceStatus.WAITING_DISPATCH) {
      engine
          .gateway()
          .stop(before.workerId(), appId, new InstanceEpoch(before.instanceId(), before.epoch()));
      engine.workers().over(before.workerId());
    }
    audit.doneByPerson("instance.stop", "instance", instanceId, appId);
    explain(engine, before, InstanceEvent.Kind.STOPPED, "stopped by " + by, by);
    ended(engine, before, InstanceStatus.STOPPED);
  }

  /**
   * Cancels an instance that is not dispatched yet.
   *
   * @param by who asks, in words
   * @throws PowerJobException if it is
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public void cancel(long appId, long instanceId, String by) {
    var engine = server.engine();
    var before =
        change(
            appId,
            instanceId,
            instance -> {
              if (instance.status() != InstanceStatus.WAITING_DISPATCH) {
                throw new WrongState.Refused("instance already up and running");
              }
              return new Canceled(Target.of(instance), "canceled by user", engine.now());
            });
    audit.doneByPerson("instance.cancel", "instance", instanceId, appId);
    explain(engine, before, InstanceEvent.Kind.CANCELED, "cancelled by " + by, by);
    ended(engine, before, InstanceStatus.CANCELED);
  }

  /**
   * Runs a finished instance again, under its id and with a new epoch.
   *
   * @param by who asks, in words
   * @throws PowerJobException if it is not finished or belongs to a workflow
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public void retry(long appId, long instanceId, String by) {
    var engine = server.engine();
    var before =
        change(
            appId,
            instanceId,
            instance -> {
              if (!instance.isFinished()) {
                throw new WrongState.Refused("Only stopped instance can be retry!");
              }
              if (instance.wfInstanceId().isPresent()) {
                throw new WrongState.Refused("Workflow's instance do not support retry!");
              }
              return new Retried(Target.of(instance), true, engine.now());
            });
    audit.doneByPerson("instance.retry", "instance", instanceId, appId);
    explain(engine, before, InstanceEvent.Kind.RETRY_REQUESTED, "run again by " + by, by);
    engine
        .instances()
        .find(instanceId)
        .filter(instance -> instance.status() == InstanceStatus.WAITING_DISPATCH)
        .ifPresent(engine::release);
  }

  /**
   * Applies what is decided on the present state, again if that has moved on; returns the state
   * before.
   */
  private JobInstance change(
      long appId, long instanceId, Function<JobInstance, InstanceChange> decision) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      var instance = require(appId, instanceId);
      if (!server.engine().instances().apply(List.of(decision.apply(instance))).isEmpty()) {
        return instance;
      }
    }
    throw new PowerJobException(
        "instance %d keeps changing; please try again".formatted(instanceId));
  }

  private static void ended(Engine engine, JobInstance instance, InstanceStatus status) {
    engine.completions().ended(List.of(Completion.of(instance, status, engine.now())));
  }

  private static void explain(
      Engine engine, JobInstance instance, InstanceEvent.Kind kind, String detail, String by) {
    engine
        .events()
        .record(List.of(InstanceEvent.of(instance, engine.now(), kind, detail, Map.of("by", by))));
  }

  /**
   * The instance, if it is the application's.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public JobInstance require(long appId, long instanceId) {
    return require(appId, instanceId, "can't find instance by instanceId: ");
  }

  /** The application that an instance belongs to; empty if there is no such instance. */
  public OptionalLong appOf(long instanceId) {
    var instance = server.engine().instances().find(instanceId);
    return instance.isPresent() ? OptionalLong.of(instance.get().appId()) : OptionalLong.empty();
  }

  private JobInstance require(long appId, long instanceId, String unknown) {
    var instance =
        server
            .engine()
            .instances()
            .find(instanceId)
            .orElseThrow(() -> new UnknownObjectException(unknown + instanceId));
    if (instance.appId() != appId) {
      throw new NotYoursException("instance is not belong to the app whose appId is " + appId);
    }
    return instance;
  }

  private static InstanceInfoDTO view(JobInstance instance) {
    var view = new InstanceInfoDTO();
    view.setJobId(instance.jobId());
    view.setAppId(instance.appId());
    view.setInstanceId(instance.instanceId());
    view.setWfInstanceId(instance.wfInstanceId().orElse(null));
    view.setJobParams(instance.jobParams());
    view.setInstanceParams(instance.instanceParams());
    view.setStatus(instance.status().getV());
    view.setType(
        (instance.wfInstanceId().isPresent() ? InstanceType.WORKFLOW : InstanceType.NORMAL).getV());
    view.setResult(instance.result());
    view.setExpectedTriggerTime(instance.expectedTriggerTime().toEpochMilli());
    view.setActualTriggerTime(instance.actualTriggerTime().map(t -> t.toEpochMilli()).orElse(null));
    view.setFinishedTime(instance.finishedTime().map(t -> t.toEpochMilli()).orElse(null));
    view.setTaskTrackerAddress(instance.taskTrackerAddress());
    view.setRunningTimes(instance.runningTimes());
    view.setOuterKey(instance.outerKey());
    view.setExtendValue(instance.extendValue());
    view.setGmtCreate(Date.from(instance.created()));
    view.setGmtModified(Date.from(instance.modified()));
    return view;
  }
}
