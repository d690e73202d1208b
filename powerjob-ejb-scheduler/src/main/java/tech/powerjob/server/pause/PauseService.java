package tech.powerjob.server.pause;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.pause.Pause;
import tech.powerjob.domain.pause.Pause.Scope;
import tech.powerjob.server.audit.Actor;
import tech.powerjob.server.audit.AuditLog;
import tech.powerjob.server.job.JobEvent.Kind;
import tech.powerjob.server.job.JobEvents;
import tech.powerjob.server.job.JobRules;
import tech.powerjob.server.job.JobService;
import tech.powerjob.server.lifecycle.RunningServer;

/** What users do with pauses. Who may do so is for the caller to check. Thread-safe. */
@ApplicationScoped
public class PauseService {
  private static final Logger LOG = LoggerFactory.getLogger(PauseService.class);
  private static final int LONGEST_REASON = 255;

  @Inject private StoredPauses pauses;
  @Inject private JobService jobs;
  @Inject private JobEvents events;
  @Inject private RunningServer server;
  @Inject private Actor actor;
  @Inject private AuditLog audit;

  /**
   * Pauses a job.
   *
   * @throws IllegalArgumentException if it is unknown or another application's, or the request
   *     breaks a rule
   */
  public void pauseJob(long appId, long jobId, PauseRequest request) {
    jobs.require(appId, jobId);
    begin(Scope.JOB, jobId, appId, request);
    events.record(jobId, appId, Kind.PAUSED, request.reason(), server.engine().now());
  }

  /** Ends the pause of a job; returns whether one lasted. */
  public boolean resumeJob(long appId, long jobId) {
    jobs.require(appId, jobId);
    boolean lasted = end(Scope.JOB, jobId, appId);
    if (lasted) {
      events.record(jobId, appId, Kind.RESUMED, null, server.engine().now());
    }
    return lasted;
  }

  /** Pauses all jobs of an application. */
  public void pauseApp(long appId, PauseRequest request) {
    begin(Scope.APP, appId, appId, request);
  }

  /** Ends the pause of an application; returns whether one lasted. */
  public boolean resumeApp(long appId) {
    return end(Scope.APP, appId, appId);
  }

  /** Pauses everything. */
  public void pauseAll(PauseRequest request) {
    begin(Scope.ALL, 0, 0, request);
  }

  /** Ends the pause of everything; returns whether one lasted. */
  public boolean resumeAll() {
    return end(Scope.ALL, 0, 0);
  }

  /** The pauses that concern an application now or later: of everything, itself, and its jobs. */
  public List<PauseView> of(long appId) {
    return pauses.lastingOrToCome(server.engine().now()).stream()
        .filter(pause -> pause.scope() == Scope.ALL || pause.appId() == appId)
        .map(PauseView::of)
        .toList();
  }

  /** All pauses that last now or are to come. */
  public List<PauseView> all() {
    return pauses.lastingOrToCome(server.engine().now()).stream().map(PauseView::of).toList();
  }

  private void begin(Scope scope, long target, long appId, PauseRequest request) {
    var now = server.engine().now();
    JobRules.limit("reason", request.reason(), LONGEST_REASON);
    var from = beginning(scope, target, request, now);
    if (request.until() != null && request.until() <= from.toEpochMilli()) {
      throw new IllegalArgumentException(
          request.from() == null
              ? "until is %d but must be later than now, which is %d"
                  .formatted(request.until(), now.toEpochMilli())
              : "until is %d but must be after from, which is %d"
                  .formatted(request.until(), request.from()));
    }
    pauses.begin(
        new Pause(
            scope,
            target,
            appId,
            from,
            Optional.ofNullable(request.until()).map(Instant::ofEpochMilli),
            Optional.empty(),
            request.reason(),
            actor.name(),
            null),
        now,
        audit.change("pause.begin", object(scope), target, appOrNull(appId), null, request));
    LOG.info("paused: scope={} target={} by={}", scope, target, actor.name());
  }

  private Instant beginning(Scope scope, long target, PauseRequest request, Instant now) {
    if (request.from() == null) {
      return now;
    }
    if (request.from() <= now.toEpochMilli()) {
      throw new IllegalArgumentException(
          "from is %d but must be later than now, which is %d"
              .formatted(request.from(), now.toEpochMilli()));
    }
    // One of the same target is replaced, and that which lasts is not to end by a plan.
    if (pauses.lasting(now).stream()
        .anyMatch(pause -> pause.scope() == scope && pause.target() == target)) {
      throw new IllegalArgumentException(
          "from is %d but must be missing, as it is paused already".formatted(request.from()));
    }
    return Instant.ofEpochMilli(request.from());
  }

  private boolean end(Scope scope, long target, long appId) {
    boolean lasted =
        pauses.end(
            scope,
            target,
            appId,
            actor.name(),
            server.engine().now(),
            audit.change("pause.end", object(scope), target, appOrNull(appId), null, null));
    if (lasted) {
      LOG.info("resumed: scope={} target={} by={}", scope, target, actor.name());
    }
    return lasted;
  }

  private static String object(Scope scope) {
    return switch (scope) {
      case JOB -> "job";
      case APP -> "app";
      case ALL -> "server";
    };
  }

  private static Long appOrNull(long appId) {
    return appId == 0 ? null : appId;
  }
}
