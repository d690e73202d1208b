package tech.powerjob.server.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.DispatchPolicy;
import tech.powerjob.domain.dispatch.Dispatcher;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.dispatch.Turns;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.domain.dispatch.Watcher;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.schedule.FixedDelays;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.Scheduler;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.schedule.WorkflowScheduler;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.domain.workflow.AppCalls;
import tech.powerjob.domain.workflow.Conditions;
import tech.powerjob.domain.workflow.Workflows;
import tech.powerjob.server.ownership.Ownership;
import tech.powerjob.server.store.HttpWorkerRows;
import tech.powerjob.server.store.IdempotencyKeys;
import tech.powerjob.server.store.JdbcTaskRuns;
import tech.powerjob.server.store.JdbcWorkflowRuns;
import tech.powerjob.server.store.OldInstances;
import tech.powerjob.server.store.OldWorkflowRuns;
import tech.powerjob.server.store.WorkflowSteps;
import tech.powerjob.server.task.TaskJanitor;
import tech.powerjob.server.workflow.run.JacksonTexts;
import tech.powerjob.server.workflow.run.RunParts;
import tech.powerjob.server.workflow.run.WorkflowRunner;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * The scheduling of one server at work: the domain's parts, wired, and the loops that drive them.
 * Everything else in the server talks to this. Thread-safe.
 */
public final class Engine {
  /**
   * What the engine needs from outside.
   *
   * @param retention how long finished instances are kept; empty for ever
   */
  public record Parts(
      Jobs jobs,
      Instances instances,
      Limits limits,
      IdempotencyKeys keys,
      Ledger ledger,
      InstanceEvents events,
      WorkerGateway gateway,
      Ownership ownership,
      OldInstances oldInstances,
      Optional<Duration> retention,
      InstanceIds ids,
      Schedules schedules,
      Pauses pauses,
      JdbcTaskRuns tasks,
      TaskJanitor taskJanitor,
      HttpWorkerRows httpWorkers,
      Workflows workflows,
      Conditions conditions,
      JdbcWorkflowRuns workflowRuns,
      WorkflowSteps workflowSteps,
      AppCalls appCalls,
      OldWorkflowRuns oldWorkflowRuns,
      WorkflowScheduler workflowScheduler,
      Clock clock,
      ThreadFactory threads) {}

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration FIRE_TURN = Duration.ofMillis(250);

  /** How long before their instant instances are given to workers, and how often that is done. */
  private static final Duration AHEAD = Duration.ofMillis(400);

  private static final Duration AHEAD_TURN = Duration.ofMillis(50);

  private static final Duration WATCH_TURN = Duration.ofMillis(500);
  private static final Duration RELEASE_TURN = Duration.ofSeconds(1);
  private static final Duration RETENTION_TURN = Duration.ofMinutes(10);
  private static final Duration RETENTION_PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BATCH = 500;

  /** How often this server reads what the others heard of workers that speak HTTP. */
  private static final Duration HEAR_OTHERS_TURN = Duration.ofSeconds(2);

  /** Clocks of servers may differ, and a commit takes its time. */
  private static final Duration HEAR_OTHERS_OVERLAP = Duration.ofSeconds(5);

  /** How long a fixed delay waits at most whose end nobody told. */
  private static final Duration SWEEP_TURN = Duration.ofSeconds(3);

  /** A watch that comes later than that did not hear the workers meanwhile. */
  private static final Duration PAUSED = Duration.ofSeconds(4);

  /** Gathers what becomes free at nearly the same time. */
  private static final Duration TURNS_PAUSE = Duration.ofMillis(2);

  /** So long a node that no workflow uses is kept: an editor may be about to save one. */
  private static final Duration UNBOUND_NODES_KEPT = Duration.ofDays(1);

  private static final Duration HTTP_WORKERS_KEPT = Duration.ofDays(1);

  private static final Duration TIDY_TURN = Duration.ofSeconds(10);
  private static final int SWEPT_AT_ONCE = 1_000;

  private final Parts parts;
  private final Workers workers;
  private final Completions completions = new Completions();
  private final Vacancies vacancies = new Vacancies();
  private final Turns turns;
  private final ReleaseQueue releases = new ReleaseQueue();
  private final Scheduler scheduler;
  private final FixedDelays delays;
  private final Ends ends = new Ends();
  private final Dispatcher dispatcher;
  private final Watcher watcher;
  private final Batcher<JobInstance> inserts;
  private final Batcher<List<InstanceLifecycle.Received>> reports;
  private final WorkflowRunner workflowRunner;
  private final List<Loop> loops;
  private volatile Instant watched;
  private volatile Instant swept = Instant.EPOCH;
  private volatile Instant tidied = Instant.EPOCH;
  private volatile Instant heardOthers;

  private Engine(Parts parts) {
    this.parts = parts;
    this.watched = now();
    this.workers = new Workers(watched);
    this.heardOthers = watched.minus(WorkerProtocol.HTTP.silenceLimit());
    this.scheduler =
        new Scheduler(
            parts.jobs(), parts.ledger(), releases, parts.ids(), parts.schedules(), parts.pauses());
    this.delays = new FixedDelays(parts.jobs(), parts.ledger(), parts.schedules(), scheduler);
    RandomGenerator dice = () -> ThreadLocalRandom.current().nextLong();
    this.dispatcher =
        new Dispatcher(
            parts.jobs(),
            parts.instances(),
            parts.limits(),
            parts.events(),
            workers,
            parts.gateway(),
            new DispatchPolicy(dice),
            completions,
            vacancies,
            parts.pauses(),
            parts.tasks());
    this.watcher =
        new Watcher(
            parts.jobs(),
            parts.instances(),
            parts.events(),
            workers,
            parts.gateway(),
            dispatcher,
            releases,
            completions,
            vacancies,
            parts.tasks());
    var lifecycle =
        new InstanceLifecycle(
            parts.instances(),
            parts.jobs(),
            parts.events(),
            workers,
            parts.gateway(),
            completions,
            releases,
            vacancies);
    this.turns = new Turns(parts.jobs(), parts.limits(), workers, dispatcher, vacancies);
    completions.listen(ends -> ends.forEach(end -> vacancies.freed(end.appId(), end.jobId())));
    completions.listen(ends::add);
    this.inserts = new Batcher<>("insert", parts.threads(), BATCH, parts.instances()::insert);
    this.reports =
        new Batcher<>(
            "report",
            parts.threads(),
            BATCH,
            batches -> lifecycle.apply(batches.stream().flatMap(List::stream).toList(), now()));
    this.workflowRunner = WorkflowRunner.start(runParts());
    this.loops =
        List.of(
            Loop.start("ownership", parts.threads(), this::ownershipTurn),
            Loop.start("fire", parts.threads(), this::fireTurn),
            Loop.start("fire-workflows", parts.threads(), this::fireWorkflowsTurn),
            Loop.start("delay", parts.threads(), this::delayTurn),
            Loop.start("ahead", parts.threads(), this::aheadTurn),
            Loop.start("release", parts.threads(), this::releaseTurn),
            Loop.start("turns", parts.threads(), this::turnsTurn),
            Loop.start("watch", parts.threads(), this::watchTurn),
            Loop.start("workflow-watch", parts.threads(), this::workflowWatchTurn),
            Loop.start("retention", parts.threads(), this::retentionTurn),
            Loop.start("tasks", parts.threads(), this::tasksTurn),
            Loop.start("http-workers", parts.threads(), this::hearOthersTurn));
  }

  private RunParts runParts() {
    return new RunParts(
        parts.workflows(),
        parts.conditions(),
        new JacksonTexts(),
        parts.workflowRuns(),
        parts.workflowSteps(),
        parts.jobs(),
        parts.appCalls(),
        parts.instances(),
        parts.ids(),
        completions,
        workers,
        parts.gateway(),
        this::release,
        this::now,
        parts.threads());
  }

  /** Starts the loops. The first turn of each comes at once. */
  public static Engine start(Parts parts) {
    // Owning something before the first firing turn saves a second of lateness after a restart.
    parts.ownership().turn(System.nanoTime());
    return new Engine(parts);
  }

  /** Ends the loops and hands the partitions over. */
  public void stop() {
    loops.forEach(Loop::stop);
    loops.forEach(loop -> loop.await(PATIENCE));
    workflowRunner.stop(PATIENCE);
    inserts.stop(PATIENCE);
    reports.stop(PATIENCE);
    try {
      parts.ownership().resign();
    } catch (RuntimeException e) {
      LOG.warn("leases could not be handed over and will expire: {}", e.toString());
    }
  }

  private Duration ownershipTurn() {
    parts.ownership().turn(System.nanoTime());
    return Ownership.TURN;
  }

  private Duration fireTurn() {
    scheduler.fireDue(parts.ownership().owned(System.nanoTime()), now());
    return FIRE_TURN;
  }

  private Duration fireWorkflowsTurn() {
    parts.workflowScheduler().fireDue(parts.ownership().owned(System.nanoTime()), now());
    return FIRE_TURN;
  }

  private Duration delayTurn() throws InterruptedException {
    var jobIds = ends.take(SWEEP_TURN);
    if (!jobIds.isEmpty()) {
      delays.ended(jobIds, now());
    }
    if (!now().isBefore(swept.plus(SWEEP_TURN))) {
      swept = now();
      delays.sweep(parts.ownership().owned(System.nanoTime()), now());
    }
    return Duration.ZERO;
  }

  private Duration aheadTurn() {
    List<JobInstance> soon;
    do {
      var now = now();
      soon = releases.ahead(now, now.plus(AHEAD), BATCH);
      if (!soon.isEmpty()) {
        releases.remove(dispatcher.claimAhead(soon, now));
      }
    } while (soon.size() == BATCH);
    return AHEAD_TURN;
  }

  private Duration releaseTurn() throws InterruptedException {
    var due = releases.poll(now(), BATCH);
    if (due.isEmpty()) {
      releases.await(now(), RELEASE_TURN);
    } else {
      dispatch(due);
    }
    return Duration.ZERO;
  }

  private void dispatch(List<JobInstance> due) {
    try {
      dispatcher.dispatch(due, now());
    } catch (RuntimeException e) {
      // Their rows still wait, so the watch brings them back; here they would only block the
      // others.
      LOG.warn("{} instances could not be dispatched and wait for the watch", due.size(), e);
    }
  }

  private Duration turnsTurn() throws InterruptedException {
    turns.serve(vacancies.take(RELEASE_TURN), now());
    return TURNS_PAUSE;
  }

  private Duration watchTurn() {
    var owned = parts.ownership().owned(System.nanoTime());
    var now = now();
    if (watched.plus(PAUSED).isBefore(now)) {
      // This process stood still. What it did not hear meanwhile says nothing about the workers.
      LOG.warn(
          "the watch stood still for {}; workers are heard again first",
          Duration.between(watched, now));
      workers.listenAgain(now);
    }
    for (var worker : workers.lostBetween(watched, now)) {
      LOG.warn(
          "worker={} address={} app={} {}",
          worker.id(),
          worker.address(),
          worker.heartbeat().appId(),
          worker.heartbeat().gone() ? "has left" : "is lost");
      watcher.lost(worker, owned, now);
    }
    watcher.watch(owned, now);
    workers.forgetOld(now);
    tidy(now);
    watched = now;
    return WATCH_TURN;
  }

  private Duration workflowWatchTurn() {
    workflowRunner.watch(parts.ownership().owned(System.nanoTime()));
    return WATCH_TURN;
  }

  private Duration retentionTurn() {
    parts.oldInstances().deleteUnboundNodes(now().minus(UNBOUND_NODES_KEPT));
    if (parts.retention().isEmpty()) {
      return RETENTION_TURN;
    }
    var before = now().minus(parts.retention().get());
    var owned = parts.ownership().owned(System.nanoTime());
    if (parts.oldInstances().deleteSome(owned, before)
        | parts.oldWorkflowRuns().deleteSome(owned, before)) {
      return RETENTION_PAUSE;
    }
    parts.oldInstances().deleteHistory(before);
    return RETENTION_TURN;
  }

  private Duration tasksTurn() {
    parts.taskJanitor().turn(now());
    return TaskJanitor.TURN;
  }

  /** A worker that speaks HTTP talks to one server; the others read what it said. */
  private Duration hearOthersTurn() {
    var now = now();
    for (var heard : parts.httpWorkers().since(heardOthers.minus(HEAR_OTHERS_OVERLAP))) {
      var known = workers.find(heard.heartbeat().workerId());
      if (known.isEmpty() || known.get().lastSeen().isBefore(heard.seen())) {
        heard(heard.heartbeat(), heard.seen());
      }
    }
    heardOthers = now;
    return HEAR_OTHERS_TURN;
  }

  /** The instant from which on everything is still known. */
  public Instant keptSince() {
    return parts.retention().map(retention -> now().minus(retention)).orElse(Instant.EPOCH);
  }

  private void tidy(Instant now) {
    if (tidied.plus(TIDY_TURN).isAfter(now)) {
      return;
    }
    tidied = now;
    vacancies.forgetSeen();
    parts.keys().forgetOld(now);
    parts.httpWorkers().forgetBefore(now.minus(HTTP_WORKERS_KEPT));
    int swept = parts.limits().sweep(SWEPT_AT_ONCE);
    if (swept > 0) {
      LOG.debug("{} permits of finished instances removed", swept);
    }
  }

  /** The present, in milliseconds, as everything in the database is. */
  public Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Adds an instance, durably when this returns, and sees to its dispatch. */
  public void add(JobInstance instance) {
    inserts.run(instance);
    release(instance);
  }

  /** Sees to the dispatch of a stored instance that waits for it. */
  public void release(JobInstance instance) {
    // What is due later is brought back by the watch, so that memory holds only what is near.
    if (!instance.deadline().orElseThrow().isAfter(now().plus(Scheduler.HORIZON))) {
      releases.add(List.of(instance));
    }
  }

  /** Applies what a worker reports; when this returns it is committed. */
  public void apply(List<InstanceLifecycle.Received> received) {
    received.stream()
        .map(InstanceLifecycle.Received::workerId)
        .distinct()
        .forEach(workerId -> workers.spoke(workerId, now()));
    reports.run(received);
  }

  /** Applies what a server found out about runs; when this returns it is committed. */
  public void applyFound(List<InstanceLifecycle.Received> found) {
    reports.run(found);
  }

  /** Notes that a worker lives. */
  public void heard(WorkerHeartbeat heartbeat) {
    heard(heartbeat, now());
  }

  private void heard(WorkerHeartbeat heartbeat, Instant seen) {
    boolean isNew = workers.heard(heartbeat, seen);
    if (!heartbeat.gone() && !heartbeat.stopping()) {
      vacancies.workerReady(heartbeat.appId(), isNew);
    }
    if (isNew && !heartbeat.gone()) {
      LOG.info(
          "worker={} address={} app={} has come",
          heartbeat.workerId(),
          heartbeat.address(),
          heartbeat.appId());
    }
  }

  public Workers workers() {
    return workers;
  }

  public Instances instances() {
    return parts.instances();
  }

  public Ledger ledger() {
    return parts.ledger();
  }

  public InstanceEvents events() {
    return parts.events();
  }

  public WorkerGateway gateway() {
    return parts.gateway();
  }

  public InstanceIds ids() {
    return parts.ids();
  }

  /** What is known of the tasks of distributed instances. */
  public JdbcTaskRuns tasks() {
    return parts.tasks();
  }

  /** Where room for those who wait is noted. */
  public Vacancies vacancies() {
    return vacancies;
  }

  public Limits limits() {
    return parts.limits();
  }

  /** Runs of workflows at work. */
  public WorkflowRunner workflowRuns() {
    return workflowRunner;
  }

  /** Where the end of instances is told. */
  public Completions completions() {
    return completions;
  }

  /** How definitions become schedules. */
  public Schedules schedules() {
    return parts.schedules();
  }

  /** The share of this server, and who else lives. */
  public Ownership ownership() {
    return parts.ownership();
  }
}
