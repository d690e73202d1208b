package tech.powerjob.server.instance;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.dispatch.Limits.Waiters;
import tech.powerjob.domain.explain.InstanceEvent;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.server.instance.Explanation.Next;
import tech.powerjob.server.instance.Explanation.Origin;
import tech.powerjob.server.instance.Explanation.Waiting;
import tech.powerjob.server.lifecycle.Engine;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.pool.PoolService;
import tech.powerjob.server.pool.PoolView;

/** Tells the story of an instance from its row, its events and what it waits for. Thread-safe. */
@ApplicationScoped
public class Explanations {
  private static final int QUEUE_SEARCHED = 10_000;
  private static final int RUNS_SHOWN = 20;

  @Inject private InstanceService instances;
  @Inject private PoolService pools;
  @Inject private Jobs jobs;
  @Inject private RunningServer server;

  /**
   * Explains an instance.
   *
   * @throws IllegalArgumentException if it is unknown or another application's
   */
  public Explanation of(long appId, long instanceId) {
    var engine = server.engine();
    var instance = instances.require(appId, instanceId);
    var job = Optional.ofNullable(jobs.findAll(List.of(instance.jobId())).get(instance.jobId()));
    var events = engine.events().of(instanceId);
    var waiting = waiting(engine, instance, job, events);
    var next = next(instance, job);
    return new Explanation(
        Long.toString(instanceId),
        instance.jobId(),
        appId,
        instance.status().name(),
        summary(instance, events, waiting, next),
        origin(instance),
        events.stream().map(Explanations::view).toList(),
        waiting,
        next);
  }

  private static Explanation.Event view(InstanceEvent event) {
    return new Explanation.Event(
        event.kind().name(),
        event.at().toEpochMilli(),
        event.epoch(),
        event.detail(),
        event.data());
  }

  private static Origin origin(JobInstance instance) {
    var expected = instance.expectedTriggerTime();
    return new Origin(
        instance.trigger().name(),
        millis(instance.dueTime()),
        expected.toEpochMilli(),
        instance.created().toEpochMilli(),
        millis(instance.actualTriggerTime()),
        instance
            .actualTriggerTime()
            .map(actual -> Duration.between(expected, actual).toMillis())
            .orElse(null));
  }

  private Waiting waiting(
      Engine engine, JobInstance instance, Optional<Job> job, List<InstanceEvent> events) {
    return switch (instance.status()) {
      case SUCCEED, FAILED, CANCELED, STOPPED -> null;
      case RUNNING ->
          simply(instance, "END", "worker " + instance.taskTrackerAddress() + " runs it");
      case WAITING_WORKER_RECEIVE ->
          simply(
              instance,
              "RECEIPT",
              "it was sent to worker %s, which has not begun yet"
                  .formatted(instance.taskTrackerAddress()));
      case WAITING_DISPATCH ->
          instance.waitingFor().isEmpty()
              ? simply(instance, "TIME", "it is to be dispatched at its time")
              : parked(engine, instance, job, instance.waitingFor().get(), lastDetail(events));
    };
  }

  private static String lastDetail(List<InstanceEvent> events) {
    return events.stream()
        .filter(event -> event.kind() == InstanceEvent.Kind.WAITING)
        .reduce((first, second) -> second)
        .map(InstanceEvent::detail)
        .orElse("");
  }

  private static Waiting simply(JobInstance instance, String reason, String detail) {
    return new Waiting(
        reason,
        detail,
        null,
        null,
        null,
        null,
        null,
        null,
        millis(instance.startBy()),
        millis(instance.finishBy()));
  }

  private Waiting parked(
      Engine engine, JobInstance instance, Optional<Job> job, WaitingFor reason, String detail) {
    Integer position = null;
    Integer queued = null;
    List<String> dispatched = null;
    List<PoolView> used = null;
    if (reason == WaitingFor.TURN) {
      var line =
          engine
              .limits()
              .waiting(
                  new Waiters(instance.appId(), Optional.of(instance.jobId()), WaitingFor.TURN),
                  QUEUE_SEARCHED)
              .stream()
              .map(JobInstance::instanceId)
              .toList();
      position = line.indexOf(instance.instanceId()) + 1;
      queued = line.size();
      dispatched =
          engine.limits().dispatched(instance.jobId(), RUNS_SHOWN).stream()
              .map(each -> Long.toString(each.instanceId()))
              .toList();
    } else if (reason == WaitingFor.POOL) {
      used =
          job.map(each -> each.getOptions().getPools()).orElse(List.of()).stream()
              .flatMap(use -> pools.find(instance.appId(), use.name()).stream())
              .toList();
    }
    return new Waiting(
        reason.name(),
        detail,
        position,
        queued,
        dispatched,
        job.map(Job::getMaxInstanceNum).orElse(null),
        used,
        reason == WaitingFor.RATE ? millis(instance.deadline()) : null,
        millis(instance.startBy()),
        millis(instance.finishBy()));
  }

  private static Next next(JobInstance instance, Optional<Job> job) {
    var at = millis(instance.deadline());
    return switch (instance.status()) {
      case SUCCEED, FAILED, CANCELED, STOPPED -> null;
      case WAITING_DISPATCH ->
          new Next(
              instance.waitingFor().isEmpty() || instance.waitingFor().get() == WaitingFor.RATE
                  ? "it is dispatched"
                  : "it is dispatched as soon as it can be, and looked at again by then",
              at);
      case WAITING_WORKER_RECEIVE -> new Next("the worker is asked for it again", at);
      case RUNNING ->
          new Next(
              job.map(Job::getInstanceTimeLimit).orElse(0L) > 0
                  ? "the worker is asked how it stands, or it is ended if its time is up"
                  : "the worker is asked how it stands",
              at);
    };
  }

  private static List<String> summary(
      JobInstance instance, List<InstanceEvent> events, Waiting waiting, Next next) {
    var story = new ArrayList<String>();
    story.add(beginning(instance));
    for (var event : events) {
      story.add("%s: %s.".formatted(event.at(), event.detail()));
    }
    if (waiting != null) {
      story.add("It waits: %s.".formatted(waiting.detail()));
      waitingMore(waiting, story);
    }
    if (next != null) {
      story.add(
          "Next, %s%s."
              .formatted(
                  next.action(),
                  next.at() == null ? "" : ", at " + Instant.ofEpochMilli(next.at())));
    } else {
      story.add(
          "It ended %s as %s after %d run(s)%s."
              .formatted(
                  instance.finishedTime().map(at -> "at " + at).orElse(""),
                  instance.status(),
                  instance.runningTimes(),
                  instance.result() == null || instance.result().isEmpty()
                      ? ""
                      : " with the result: " + instance.result()));
    }
    return story;
  }

  private static void waitingMore(Waiting waiting, List<String> story) {
    if (waiting.position() != null) {
      story.add(
          "It is number %d of %d in the queue; with workers are %s."
              .formatted(waiting.position(), waiting.queued(), waiting.dispatched()));
    }
    if (waiting.pools() != null) {
      for (var pool : waiting.pools()) {
        story.add(
            "Pool '%s' has %d of %d permits in use, by %s; %d run(s) wait for it."
                .formatted(
                    pool.name(),
                    pool.inUse(),
                    pool.capacity(),
                    pool.holders().stream().map(PoolView.User::instanceId).toList(),
                    pool.waiting()));
      }
    }
    var ends =
        Map.of(
            "it fails if it has not started", Optional.ofNullable(waiting.startBy()),
            "it fails if it has not ended", Optional.ofNullable(waiting.finishBy()));
    ends.forEach(
        (what, at) ->
            at.ifPresent(
                millis -> story.add("At %s %s.".formatted(Instant.ofEpochMilli(millis), what))));
  }

  private static String beginning(JobInstance instance) {
    var why =
        switch (instance.trigger()) {
          case SCHEDULE ->
              "its schedule was due at "
                  + instance.dueTime().orElse(instance.expectedTriggerTime());
          case API -> "somebody asked for a run";
          case BACKFILL ->
              "somebody had a past range made up for; it stands for "
                  + instance.dueTime().orElse(instance.expectedTriggerTime());
          case WORKFLOW -> "a workflow came to it";
        };
    var dispatched =
        instance
            .actualTriggerTime()
            .filter(at -> instance.status() != InstanceStatus.WAITING_DISPATCH)
            .map(
                at ->
                    "; it was last dispatched at %s, %d ms after its expected time"
                        .formatted(
                            at, Duration.between(instance.expectedTriggerTime(), at).toMillis()))
            .orElse("");
    return "It exists because %s%s.".formatted(why, dispatched);
  }

  private static Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }
}
