package tech.powerjob.server.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.dispatch.DispatchPolicy;
import tech.powerjob.domain.dispatch.Dispatcher;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.dispatch.ReleaseQueue;
import tech.powerjob.domain.dispatch.Vacancies;
import tech.powerjob.domain.dispatch.Watcher;
import tech.powerjob.domain.explain.InstanceEvents;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.schedule.Ledger;
import tech.powerjob.domain.schedule.Schedules;
import tech.powerjob.domain.worker.WorkerGateway;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.server.ownership.Ownership;
import tech.powerjob.server.store.JdbcTaskRuns;
import tech.powerjob.server.workflow.run.JacksonTexts;
import tech.powerjob.server.workflow.run.RunParts;
import tech.powerjob.server.workflow.run.WorkflowRunner;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * The scheduling of one server at work: the domain's parts, wired, and the loops that drive them.
 * Everything else in the server talks to this. Thread-safe.
 */
public final class Engine {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration WATCH_TURN = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int BATCH = 500;

  private final EngineParts parts;
  private final Workers workers;
  private final Presence presence;
  private final Completions completions = new Completions();
  private final Vacancies vacancies = new Vacancies();
  private final Firing firing;
  private final Releasing releasing;
  private final Watch watch;
  private final Housekeeping housekeeping;
  private final Batcher<JobInstance> inserts;
  private final Batcher<List<InstanceLifecycle.Received>> reports;
  private final WorkflowRunner workflowRunner;
  private final List<Loop> loops;

  private Engine(EngineParts parts) {
    this.parts = parts;
    var begin = now();
    this.workers = new Workers(begin);
    this.presence = new Presence(parts, workers, vacancies, begin);
    this.housekeeping = new Housekeeping(parts, vacancies);
    completions.listen(ends -> ends.forEach(end -> vacancies.freed(end.appId(), end.jobId())));
    var releases = new ReleaseQueue();
    this.firing = new Firing(parts, releases, completions);
    var dispatcher = dispatcher();
    this.releasing = new Releasing(parts, releases, dispatcher, workers, vacancies);
    this.watch = new Watch(watcher(dispatcher, releases), workers, begin);
    var lifecycle = lifecycle(releases);
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
            loop("ownership", this::ownershipTurn),
            loop("fire", firing::jobsTurn),
            loop("fire-workflows", firing::workflowsTurn),
            loop("delay", firing::delayTurn),
            loop("ahead", releasing::aheadTurn),
            loop("release", releasing::releaseTurn),
            loop("turns", releasing::turnsTurn),
            loop("watch", this::watchTurn),
            loop("workflow-watch", this::workflowWatchTurn),
            loop("retention", housekeeping::retentionTurn),
            loop("tasks", housekeeping::tasksTurn),
            loop("http-workers", presence::hearOthersTurn));
  }

  private Dispatcher dispatcher() {
    RandomGenerator dice = () -> ThreadLocalRandom.current().nextLong();
    return new Dispatcher(
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
  }

  private Watcher watcher(Dispatcher dispatcher, ReleaseQueue releases) {
    return new Watcher(
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
  }

  private InstanceLifecycle lifecycle(ReleaseQueue releases) {
    return new InstanceLifecycle(
        parts.instances(),
        parts.jobs(),
        parts.events(),
        workers,
        parts.gateway(),
        completions,
        releases,
        vacancies);
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

  private Loop loop(String name, Loop.Body body) {
    return Loop.start(name, parts.threads(), body);
  }

  /** Starts the loops. The first turn of each comes at once. */
  public static Engine start(EngineParts parts) {
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

  private Duration watchTurn() {
    var owned = parts.owned();
    var now = now();
    watch.look(owned, now);
    housekeeping.tidy(now);
    return WATCH_TURN;
  }

  private Duration workflowWatchTurn() {
    workflowRunner.watch(parts.owned());
    return WATCH_TURN;
  }

  /** The instant from which on everything is still known. */
  public Instant keptSince() {
    return housekeeping.keptSince();
  }

  /** The present, in milliseconds, as everything in the database is. */
  public Instant now() {
    return parts.now();
  }

  /** Adds an instance, durably when this returns, and sees to its dispatch. */
  public void add(JobInstance instance) {
    inserts.run(instance);
    release(instance);
  }

  /** Sees to the dispatch of a stored instance that waits for it. */
  public void release(JobInstance instance) {
    releasing.release(instance);
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
    presence.heard(heartbeat, now());
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
