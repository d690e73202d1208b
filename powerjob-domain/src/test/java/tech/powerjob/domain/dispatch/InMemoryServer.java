package tech.powerjob.domain.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.pause.Pauses;
import tech.powerjob.domain.testkit.InMemoryEvents;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryLimits;
import tech.powerjob.domain.testkit.InMemoryTaskRuns;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Workers;

/** Dispatch, reports and watch together, as a server joins them, over stores in memory. */
final class InMemoryServer {
  final InMemoryJobs jobs = new InMemoryJobs();
  final InMemoryInstances instances = new InMemoryInstances();
  final InMemoryLimits limits = new InMemoryLimits(instances);
  final InMemoryEvents events = new InMemoryEvents();
  final RecordingGateway gateway = new RecordingGateway();
  final ReleaseQueue releases = new ReleaseQueue();
  final Completions completions = new Completions();
  final Vacancies vacancies = new Vacancies();
  final Workers workers;
  final InMemoryTaskRuns tasks;
  final Dispatcher dispatcher;
  final Watcher watcher;
  final InstanceLifecycle lifecycle;

  /**
   * One that has been running for an hour.
   *
   * @param home where distributed instances have their tasks
   */
  InMemoryServer(Instant now, String home) {
    workers = new Workers(now.minus(Duration.ofHours(1)));
    tasks = new InMemoryTaskRuns(home);
    dispatcher =
        new Dispatcher(
            jobs,
            instances,
            limits,
            events,
            workers,
            gateway,
            new DispatchPolicy(new Random(1)),
            completions,
            vacancies,
            Pauses.NONE,
            tasks);
    watcher = watcher(workers);
    lifecycle =
        new InstanceLifecycle(
            instances, jobs, events, workers, gateway, completions, releases, vacancies);
  }

  /** A watcher that knows other workers. */
  Watcher watcher(Workers known) {
    return new Watcher(
        jobs,
        instances,
        events,
        known,
        gateway,
        dispatcher,
        releases,
        completions,
        vacancies,
        tasks);
  }
}
