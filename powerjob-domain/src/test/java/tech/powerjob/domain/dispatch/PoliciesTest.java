package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.common.enums.InstanceStatus.CANCELED;
import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.RUNNING;
import static tech.powerjob.common.enums.InstanceStatus.STOPPED;
import static tech.powerjob.common.enums.InstanceStatus.SUCCEED;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_DISPATCH;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_WORKER_RECEIVE;
import static tech.powerjob.domain.testkit.JobBuilder.APP;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.model.JobOptions.Backoff;
import tech.powerjob.common.model.JobOptions.BackoffPolicy;
import tech.powerjob.common.model.JobOptions.Overlap;
import tech.powerjob.common.model.JobOptions.OverlapPolicy;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.model.JobOptions.RateLimit;
import tech.powerjob.domain.explain.InstanceEvent.Kind;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.testkit.InMemoryEvents;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryLimits;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.StopInstance;

/** What options do to the life of instances: waiting, order, limits, retries and deadlines. */
class PoliciesTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");

  private final InMemoryServer server = new InMemoryServer(T0, "home:61616");
  private final InMemoryJobs jobs = server.jobs;
  private final InMemoryInstances instances = server.instances;
  private final InMemoryLimits limits = server.limits;
  private final InMemoryEvents events = server.events;
  private final RecordingGateway gateway = server.gateway;
  private final ReleaseQueue releases = server.releases;
  private final Completions completions = server.completions;
  private final Vacancies vacancies = server.vacancies;
  private final Workers workers = server.workers;
  private final Dispatcher dispatcher = server.dispatcher;
  private final Watcher watcher = server.watcher;
  private final InstanceLifecycle lifecycle = server.lifecycle;
  private final Turns turns = new Turns(jobs, limits, workers, dispatcher, vacancies);

  private Instant now = T0;

  @BeforeEach
  void oneWorker() {
    workers.heard(Beats.of("w1"), now);
    completions.listen(ended -> ended.forEach(each -> vacancies.freed(each.appId(), each.jobId())));
  }

  private void create(long id, Job job) {
    instances.insert(List.of(JobInstance.waiting(id, job, now).build()));
  }

  private void submit(Job job, long... ids) {
    jobs.add(job);
    for (long id : ids) {
      create(id, job);
      dispatch(id);
    }
  }

  private void dispatch(long... ids) {
    dispatcher.dispatch(LongStream.of(ids).mapToObj(this::stored).toList(), now);
  }

  private JobInstance stored(long id) {
    return instances.find(id).orElseThrow();
  }

  private InstanceStatus status(long id) {
    return stored(id).status();
  }

  private void pass(Duration time, String... beating) {
    now = now.plus(time);
    for (var worker : beating) {
      workers.heard(Beats.of(worker), now);
    }
  }

  private void report(long id, InstanceStatus status, String result) {
    var epoch = stored(id).epoch();
    var report = new InstanceReport(id, epoch, status, result, 1, 2L, false, null, null);
    lifecycle.apply(List.of(new Received(APP, "w1", report)), now);
  }

  private void refuse(long id, String worker) {
    var report =
        new InstanceReport(
            id, stored(id).epoch(), FAILED, "the worker is full", 0, null, true, null, null);
    lifecycle.apply(List.of(new Received(APP, worker, report)), now);
  }

  /** What the loop of a server does, as long as there is something to do. */
  private int serveTurns() throws InterruptedException {
    int rounds = 0;
    for (var noted = vacancies.take(Duration.ZERO);
        !noted.isEmpty();
        noted = vacancies.take(Duration.ZERO)) {
      turns.serve(noted, now);
      assertThat(++rounds).as("rounds until everything is served").isLessThan(50);
    }
    return rounds;
  }

  private List<Long> started() {
    return gateway.said(RunInstance.class).stream().map(RunInstance::instanceId).toList();
  }

  private static JobOptionsBuilder one() {
    return new JobOptionsBuilder(aJobWithOne());
  }

  private static tech.powerjob.domain.testkit.JobBuilder aJobWithOne() {
    return aJob(1).atMost(1);
  }

  private record JobOptionsBuilder(tech.powerjob.domain.testkit.JobBuilder job) {
    Job overlapping(OverlapPolicy policy, Integer queueLimit) {
      return job.options(each -> each.setOverlap(new Overlap(policy, queueLimit))).build();
    }
  }

  @Nested
  class Overlapping {
    @Test
    void withoutPolicy_failsAsPowerJob() {
      submit(aJobWithOne().build(), 1, 2);
      assertThat(stored(2).result()).isEqualTo("too many instances(1>1)");
      assertThat(status(2)).isEqualTo(FAILED);
      assertThat(events.kinds(2)).containsExactly(Kind.REFUSED);
      assertThat(workers.find("w1").orElseThrow().load()).isEqualTo(1);
    }

    @Test
    void skip_cancelsAndSaysSo() {
      submit(one().overlapping(OverlapPolicy.SKIP, null), 1, 2);
      assertThat(status(2)).isEqualTo(CANCELED);
      assertThat(stored(2).result()).startsWith("skipped (options.overlap is SKIP)");
      assertThat(events.kinds(2)).containsExactly(Kind.SKIPPED);
    }

    @Test
    void queue_isServedInOrderWhenRunsEnd() throws Exception {
      var job = one().overlapping(OverlapPolicy.QUEUE, null);
      submit(job, 1);
      for (long id = 2; id <= 4; id++) {
        pass(Duration.ofMillis(10), "w1");
        submit(job, id);
      }
      assertThat(stored(3).waitingFor()).contains(WaitingFor.TURN);
      assertThat(events.kinds(3)).containsExactly(Kind.WAITING);
      for (long id = 1; id <= 4; id++) {
        assertThat(started())
            .containsExactlyElementsOf(LongStream.rangeClosed(1, id).boxed().toList());
        report(id, SUCCEED, "done");
        serveTurns();
      }
      assertThat(status(4)).isEqualTo(SUCCEED);
      assertThat(events.kinds(3)).containsExactly(Kind.WAITING);
    }

    @Test
    void queue_higherPriorityGoesFirstUntilOthersHaveAged() throws Exception {
      var job = one().overlapping(OverlapPolicy.QUEUE, null);
      submit(job, 1, 2);
      pass(Duration.ofSeconds(19), "w1");
      instances.insert(List.of(JobInstance.waiting(3, job, now).priority(7).build()));
      dispatch(3);
      pass(Duration.ofSeconds(2), "w1");
      instances.insert(List.of(JobInstance.waiting(4, job, now).priority(7).build()));
      dispatch(4);
      for (long id : List.of(1L, 3L, 2L)) {
        report(id, SUCCEED, "done");
        serveTurns();
      }
      assertThat(started()).containsExactly(1L, 3L, 2L, 4L);
    }

    @Test
    void newcomer_doesNotOvertakeTheQueue() {
      var job = one().overlapping(OverlapPolicy.QUEUE, null);
      submit(job, 1, 2);
      pass(Duration.ofSeconds(1), "w1");
      report(1, SUCCEED, "done");
      submit(job, 3); // Before the queue is served.
      assertThat(started()).containsExactly(1L, 2L);
      assertThat(status(3)).isEqualTo(WAITING_DISPATCH);
    }

    @Test
    void queueFull_failsWithBothNumbers() {
      submit(one().overlapping(OverlapPolicy.QUEUE, 2), 1, 2, 3, 4);
      assertThat(status(3)).isEqualTo(WAITING_DISPATCH);
      assertThat(stored(4).result()).isEqualTo("too many instances(1>1), and the queue is full(2)");
    }

    @Test
    void longQueue_isNotWrittenAgainAndAgain() {
      var job = one().overlapping(OverlapPolicy.QUEUE, null);
      submit(job, LongStream.rangeClosed(1, 30).toArray());
      var before = instances.all();
      dispatcher.dispatch(limits.waiting(line(), 100), now);
      var changed = new ArrayList<>(instances.all());
      changed.removeAll(before);
      assertThat(changed).hasSizeLessThanOrEqualTo(1);
    }

    private Limits.Waiters line() {
      return new Limits.Waiters(APP, Optional.of(1L), WaitingFor.TURN);
    }

    @Test
    void serverDiesBeforeItServesTheQueue_watchDoes() {
      submit(one().overlapping(OverlapPolicy.QUEUE, null), 1, 2, 3);
      report(1, SUCCEED, "done"); // And nobody serves the turns.
      pass(Parking.HEAD_LOOK, "w1");
      watcher.watch(Partitions.all(), now);
      dispatcher.dispatch(releases.poll(now, 10), now);
      assertThat(started()).containsExactly(1L, 2L);
    }

    @Test
    void runTriedAgain_makesRoomForTheQueue() throws Exception {
      var job =
          aJobWithOne()
              .retrying(1)
              .options(each -> each.setOverlap(new Overlap(OverlapPolicy.QUEUE, null)))
              .build();
      submit(job, 1, 2);
      report(1, FAILED, "boom");
      serveTurns();
      assertThat(started()).containsExactly(1L, 2L);
    }

    @Test
    void cancelOldest_stopsItWithItsWorkerAndRunsTheNewOne() {
      submit(one().overlapping(OverlapPolicy.CANCEL_OLDEST, null), 1);
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(1));
      submit(one().overlapping(OverlapPolicy.CANCEL_OLDEST, null), 2);
      assertThat(status(1)).isEqualTo(STOPPED);
      assertThat(stored(1).result()).contains("newer instance 2", "CANCEL_OLDEST");
      assertThat(gateway.said(StopInstance.class)).containsExactly(new StopInstance(1, 1));
      assertThat(status(2)).isEqualTo(WAITING_WORKER_RECEIVE);
      assertThat(events.kinds(1)).containsExactly(Kind.DISPLACED);
      assertThat(workers.find("w1").orElseThrow().load()).isEqualTo(1);
    }

    @Test
    void backfill_queuesWhateverThePolicySays() throws Exception {
      var job = jobs.add(one().overlapping(OverlapPolicy.SKIP, null));
      for (long id = 1; id <= 3; id++) {
        instances.insert(
            List.of(JobInstance.waiting(id, job, now).trigger(Trigger.BACKFILL).build()));
      }
      dispatch(1, 2, 3);
      assertThat(started()).containsExactly(1L);
      report(1, SUCCEED, "done");
      serveTurns();
      assertThat(started()).containsExactly(1L, 2L);
      assertThat(status(3)).isEqualTo(WAITING_DISPATCH);
    }
  }

  @Nested
  class Pools {
    private final Job a = using(1);
    private final Job b = using(2);

    private Job using(long id) {
      return aJob(id).options(each -> each.setPools(List.of(new PoolUse("db", 1)))).build();
    }

    @Test
    void twoJobs_shareThePermitsAndHandThemOver() throws Exception {
      limits.pool("db", 1);
      submit(a, 1);
      submit(b, 2);
      assertThat(stored(2).waitingFor()).contains(WaitingFor.POOL);
      assertThat(events.of(2).get(0).data()).containsEntry("pool", "db").containsEntry("inUse", 1);
      report(1, SUCCEED, "done");
      serveTurns();
      assertThat(started()).containsExactly(1L, 2L);
    }
  }

  @Nested
  class Rates {
    @Test
    void tooEarly_waitsForItsSlotAndStartsThen() {
      submit(aJob(1).options(each -> each.setRateLimit(new RateLimit(1, 1_000))).build(), 1, 2, 3);
      assertThat(started()).containsExactly(1L);
      assertThat(stored(2).deadline()).contains(T0.plusSeconds(1));
      assertThat(stored(3).deadline()).contains(T0.plusSeconds(2));
      pass(Duration.ofSeconds(1), "w1");
      dispatch(2);
      pass(Duration.ofSeconds(1), "w1");
      dispatch(3);
      assertThat(started()).containsExactly(1L, 2L, 3L);
    }
  }

  @Nested
  class WaitingForWorkers {
    private final Job patient = aJob(1).options(each -> each.setWorkerWait(30_000L)).build();

    @Test
    void newWorker_wakesWhoWaits() throws Exception {
      pass(Duration.ofMinutes(1));
      submit(patient, 1, 2);
      assertThat(status(1)).isEqualTo(WAITING_DISPATCH);
      assertThat(events.kinds(1)).containsExactly(Kind.WAITING);
      assertThat(events.of(1).get(0).data()).containsKey("rejectedWorkers");
      pass(Duration.ofSeconds(5));
      vacancies.workerReady(APP, workers.heard(Beats.of("w2"), now));
      serveTurns();
      assertThat(started()).containsExactly(1L, 2L);
    }

    @Test
    void timeIsUp_failsAsWithoutTheOption() {
      pass(Duration.ofMinutes(1));
      submit(patient, 1);
      pass(Duration.ofSeconds(30));
      dispatch(1);
      assertThat(stored(1).result()).isEqualTo("no worker available");
    }

    @Test
    void runsBeyondTheCapacity_followAsRunsEnd() throws Exception {
      workers.heard(Beats.gone("w1"), now);
      workers.heard(Beats.withCapacity("w2", 2), now);
      submit(aJob(1).build(), 1, 2, 3, 4);
      assertThat(started()).containsExactly(1L, 2L);
      var end = new InstanceReport(1, 1, SUCCEED, "done", 1, 2L, false, 1L, null);
      lifecycle.apply(List.of(new Received(APP, "w2", end)), now);
      serveTurns();
      assertThat(started()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void refusedRun_goesElsewhereAtOnceAndSaysWhy() {
      workers.heard(Beats.of("w2"), now);
      submit(aJob(1).build(), 1);
      var first = stored(1).workerId();
      refuse(1, first);
      dispatcher.dispatch(releases.poll(now, 10), now);
      assertThat(stored(1).workerId()).isNotEqualTo(first);
      assertThat(stored(1).epoch()).isEqualTo(2);
      assertThat(events.of(1).get(0).data())
          .containsEntry("reason", "the worker is full")
          .containsEntry("worker", first + ":27777");
      assertThat(stored(1).runningTimes()).isZero();
    }

    @Test
    void onlyWorkerRefuses_waitsUntilItSpeaksAgain() throws Exception {
      submit(aJob(1).build(), 1);
      refuse(1, "w1");
      dispatcher.dispatch(releases.poll(now, 10), now);
      assertThat(status(1)).isEqualTo(WAITING_DISPATCH);
      pass(Duration.ofSeconds(2));
      vacancies.workerReady(APP, workers.heard(Beats.of("w1"), now));
      serveTurns();
      assertThat(started()).containsExactly(1L, 1L);
    }
  }

  @Nested
  class Retrying {
    @Test
    void backoff_growsAndIsBounded() {
      var job =
          aJob(1)
              .retrying(3)
              .options(
                  each ->
                      each.setInstanceBackoff(
                          new Backoff(BackoffPolicy.EXPONENTIAL, 1_000, 3.0, 5_000L, null)))
              .build();
      submit(job, 1);
      for (long pause : List.of(1_000L, 3_000L, 5_000L)) {
        report(1, FAILED, "boom");
        assertThat(stored(1).deadline()).contains(now.plusMillis(pause));
        pass(Duration.ofMillis(pause), "w1");
        dispatch(1);
      }
      report(1, FAILED, "boom");
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(stored(1).runningTimes()).isEqualTo(4);
    }

    @Test
    void resultThatMustNotBeRetried_isTheEnd() {
      var job =
          aJob(1)
              .retrying(3)
              .options(each -> each.setNonRetryableResults(List.of("^invalid \\w+")))
              .build();
      submit(job, 1);
      report(1, FAILED, "invalid order 7");
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(events.kinds(1)).containsExactly(Kind.NOT_RETRIED);
    }

    @Test
    void lossOfTheWorker_countsAsARun() {
      submit(aJob(1).retrying(2).build(), 1);
      for (int run = 1; run <= 3; run++) {
        assertThat(status(1)).isEqualTo(WAITING_WORKER_RECEIVE);
        report(1, RUNNING, null);
        pass(Duration.ofSeconds(11));
        watcher.watch(Partitions.all(), now);
        pass(Duration.ofSeconds(1), "w1");
        if (run < 3) {
          dispatch(1);
        }
      }
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(stored(1).runningTimes()).isEqualTo(3);
    }
  }

  @Nested
  class Limited {
    @Test
    void processorThatDoesNotEnd_isEndedByTheServer() {
      submit(aJob(1).limitedTo(3_000).build(), 1);
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(10), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(stored(1).result()).isEqualTo("instance execute timeout");
      assertThat(gateway.said(StopInstance.class)).containsExactly(new StopInstance(1, 1));
      assertThat(events.kinds(1)).containsExactly(Kind.TIMED_OUT);
      report(1, SUCCEED, "too late");
      assertThat(status(1)).isEqualTo(FAILED);
    }

    @Test
    void runWithinItsLimit_isLookedAtWhenThatEnds() {
      submit(aJob(1).limitedTo(12_000).build(), 1);
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(10), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(RUNNING);
      assertThat(stored(1).deadline()).contains(T0.plusSeconds(17));
    }

    @Test
    void timedOutWithRetries_runsAgain() {
      submit(aJob(1).limitedTo(1_000).retrying(1).build(), 1);
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(10), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(WAITING_DISPATCH);
    }

    @Test
    void notStartedByItsDeadline_failsThoughNothingEverStarted() {
      pass(Duration.ofMinutes(1));
      submit(
          aJob(1).options(each -> each.setWorkerWait(60_000L).setStartDeadline(5_000L)).build(), 1);
      var by = now.plusSeconds(5);
      for (int i = 0; i < 5 && status(1) == WAITING_DISPATCH; i++) {
        assertThat(stored(1).deadline().orElseThrow()).isBeforeOrEqualTo(by);
        now = stored(1).deadline().orElseThrow();
        dispatch(1);
      }
      assertThat(now).isEqualTo(by);
      assertThat(stored(1).result())
          .isEqualTo("not started by %s (options.startDeadline)".formatted(by));
      assertThat(events.kinds(1)).containsExactly(Kind.WAITING, Kind.DEADLINE_MISSED);
    }

    @Test
    void sentButNotStartedByItsDeadline_failsAndIsStopped() {
      submit(aJob(1).options(each -> each.setStartDeadline(2_000L)).build(), 1);
      assertThat(stored(1).deadline()).contains(T0.plusSeconds(2));
      pass(Duration.ofSeconds(2), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(gateway.said(StopInstance.class)).hasSize(1);
      assertThat(stored(1).runningTimes()).isZero();
    }

    @Test
    void startedInTime_isNotEndedByTheStartDeadline() {
      submit(aJob(1).options(each -> each.setStartDeadline(2_000L)).build(), 1);
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(10), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(RUNNING);
    }

    @Test
    void notFinishedByItsDeadline_isStoppedAndFailsWithoutRetry() {
      submit(aJob(1).retrying(5).options(each -> each.setFinishDeadline(4_000L)).build(), 1);
      report(1, RUNNING, null);
      assertThat(stored(1).deadline()).contains(T0.plusSeconds(4));
      pass(Duration.ofSeconds(4), "w1");
      watcher.watch(Partitions.all(), now);
      assertThat(status(1)).isEqualTo(FAILED);
      assertThat(stored(1).result()).startsWith("not finished by");
      assertThat(gateway.said(StopInstance.class)).hasSize(1);
    }

    @Test
    void waitingForItsRetry_isStillBoundByTheFinishDeadline() {
      submit(aJob(1).retrying(5).options(each -> each.setFinishDeadline(4_000L)).build(), 1);
      report(1, FAILED, "boom");
      assertThat(stored(1).deadline()).contains(T0.plusSeconds(4));
      pass(Duration.ofSeconds(4), "w1");
      dispatch(1);
      assertThat(status(1)).isEqualTo(FAILED);
    }
  }
}
