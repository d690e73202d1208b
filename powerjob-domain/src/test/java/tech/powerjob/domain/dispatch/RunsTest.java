package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.explain.InstanceEvent.Kind;
import tech.powerjob.domain.instance.Completion;
import tech.powerjob.domain.instance.Completions;
import tech.powerjob.domain.instance.InstanceChange.Stopped;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.RetryPolicy;
import tech.powerjob.domain.instance.Trigger;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.testkit.InMemoryEvents;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryTaskRuns;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.InstanceEpoch;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.ReportsAccepted;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.StopInstance;

/** Dispatch, reports and watch together: the life of an instance with good and with bad workers. */
class RunsTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");
  private static final long ID = 100;

  private final InMemoryServer server = new InMemoryServer(T0, "home:61616");
  private final InMemoryJobs jobs = server.jobs;
  private final InMemoryInstances instances = server.instances;
  private final InMemoryEvents events = server.events;
  private final RecordingGateway gateway = server.gateway;
  private final ReleaseQueue releases = server.releases;
  private final Completions completions = server.completions;
  private final Vacancies vacancies = server.vacancies;
  private final Workers workers = server.workers;
  private final InMemoryTaskRuns tasks = server.tasks;
  private final Dispatcher dispatcher = server.dispatcher;
  private final Watcher watcher = server.watcher;
  private final InstanceLifecycle lifecycle = server.lifecycle;

  private Instant now = T0;

  @BeforeEach
  void oneWorker() {
    workers.heard(Beats.of("w1"), now);
  }

  private void submit(Job job) {
    jobs.add(job);
    instances.insert(List.of(JobInstance.waiting(ID, job, now).build()));
    dispatch();
  }

  private void dispatch() {
    dispatcher.dispatch(List.of(instance()), now);
  }

  private JobInstance instance() {
    return instances.find(ID).orElseThrow();
  }

  private void pass(Duration time, String... beating) {
    now = now.plus(time);
    for (var worker : beating) {
      workers.heard(Beats.of(worker), now);
    }
  }

  private void watch() {
    watcher.watch(Partitions.all(), now);
  }

  private void report(long epoch, InstanceStatus status, String result) {
    lifecycle.apply(List.of(received(epoch, status, result)), now);
  }

  private Received received(long epoch, InstanceStatus status, String result) {
    return new Received(
        APP, "w1", new InstanceReport(ID, epoch, status, result, 1, 2L, false, null, null));
  }

  private void lost(long epoch) {
    lifecycle.apply(
        List.of(
            new Received(
                APP, "w1", new InstanceReport(ID, epoch, FAILED, null, 0, null, true, null, null))),
        now);
  }

  @Nested
  class Straight {
    @Test
    void reported_goesFromWaitingToSucceed() {
      submit(aJob(1).build());
      assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);
      assertThat(gateway.said(RunInstance.class))
          .singleElement()
          .satisfies(command -> assertThat(command.epoch()).isEqualTo(1));
      report(1, RUNNING, null);
      assertThat(instance().status()).isEqualTo(RUNNING);
      report(1, SUCCEED, "done");
      assertThat(instance().status()).isEqualTo(SUCCEED);
      assertThat(instance().result()).isEqualTo("done");
      assertThat(instance().runningTimes()).isEqualTo(1);
      assertThat(instance().deadline()).isEmpty();
      assertThat(gateway.said(ReportsAccepted.class))
          .containsExactly(new ReportsAccepted(List.of(new InstanceEpoch(ID, 1))));
      assertThat(events.kinds(ID)).isEmpty();
    }

    @Test
    void startAndEndInOneMessage_countOneRun() {
      submit(aJob(1).build());
      lifecycle.apply(List.of(received(1, RUNNING, null), received(1, SUCCEED, "done")), now);
      assertThat(instance().status()).isEqualTo(SUCCEED);
      assertThat(instance().runningTimes()).isEqualTo(1);
    }

    @Test
    void endOvertakesStart_staysEnded() {
      submit(aJob(1).build());
      lifecycle.apply(List.of(received(1, SUCCEED, "done"), received(1, RUNNING, null)), now);
      report(1, RUNNING, null);
      assertThat(instance().status()).isEqualTo(SUCCEED);
    }
  }

  @Nested
  class Ends {
    private final List<Completion> told = new ArrayList<>();

    @BeforeEach
    void listen() {
      completions.listen(told::addAll);
    }

    @Test
    void successWithJobInTheReport_isToldWithoutReadingTheRow() {
      submit(aJob(1).build());
      var report = new InstanceReport(ID, 1, SUCCEED, "done", 1, 2L, false, 1L, null);
      lifecycle.apply(List.of(new Received(APP, "w1", report)), now);
      lifecycle.apply(List.of(new Received(APP, "w1", report)), now);
      assertThat(told)
          .containsExactly(
              new Completion(ID, 1, APP, SUCCEED, Optional.empty(), Instant.ofEpochMilli(2)));
    }

    @Test
    void successOfAWorkerThatDoesNotNameTheJob_isToldWithItsJob() {
      submit(aJob(1).build());
      report(1, SUCCEED, "done");
      assertThat(told)
          .containsExactly(
              new Completion(
                  ID, 1, APP, SUCCEED, Optional.of(Trigger.API), Instant.ofEpochMilli(2)));
    }

    @Test
    void failureThatIsTriedAgain_isNoEnd() {
      submit(aJob(1).retrying(1).build());
      report(1, FAILED, "boom");
      assertThat(told).isEmpty();
      pass(RetryPolicy.RETRY_DELAY, "w1");
      dispatch();
      report(2, FAILED, "boom");
      assertThat(told).extracting(Completion::status).containsExactly(FAILED);
    }

    @Test
    void refusal_isAnEnd() {
      workers.heard(Beats.gone("w1"), now);
      submit(aJob(1).build());
      assertThat(told).containsExactly(Completion.of(instance(), FAILED, now));
    }

    @Test
    void lossOfTheWorker_isAnEnd() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      pass(Duration.ofMinutes(1));
      watch();
      assertThat(told).containsExactly(Completion.of(instance(), FAILED, now));
    }

    @Test
    void listenerThatFails_doesNotKeepItFromOthers() {
      var broken = new Completions();
      broken.listen(
          completions -> {
            throw new IllegalStateException("on purpose");
          });
      broken.listen(told::addAll);
      submit(aJob(1).build());
      broken.ended(List.of(Completion.of(instance(), SUCCEED, now)));
      assertThat(told).hasSize(1);
    }
  }

  @Nested
  class Guarded {
    @Test
    void finalReportTwice_changesNothingAndIsAcceptedAgain() {
      submit(aJob(1).build());
      report(1, SUCCEED, "first");
      report(1, SUCCEED, "second");
      report(1, FAILED, "third");
      assertThat(instance().result()).isEqualTo("first");
      assertThat(gateway.said(ReportsAccepted.class)).hasSize(3);
    }

    @Test
    void formerEpoch_isFencedOff() {
      submit(aJob(1).retrying(1).build());
      report(1, FAILED, "boom");
      pass(RetryPolicy.RETRY_DELAY, "w1");
      dispatch();
      assertThat(instance().epoch()).isEqualTo(2);
      report(1, SUCCEED, "late answer of the first run");
      assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);
      report(2, SUCCEED, "second run");
      assertThat(instance().result()).isEqualTo("second run");
    }

    @Test
    void otherApplicationsReport_isIgnored() {
      submit(aJob(1).build());
      lifecycle.apply(
          List.of(
              new Received(
                  APP + 1,
                  "w9",
                  new InstanceReport(ID, 1, SUCCEED, "forged", 1, 2L, false, null, null)),
              new Received(
                  APP + 1,
                  "w9",
                  new InstanceReport(ID, 1, FAILED, "forged", 1, 2L, false, null, null))),
          now);
      assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);
    }

    @Test
    void instanceWhoseInstantIsNear_isGivenToAWorkerThatIsToldAtTheInstant() {
      waitUntil(aJob(1).build(), now.plusMillis(300));

      assertThat(dispatcher.claimAhead(List.of(instance()), now)).hasSize(1);
      assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);
      assertThat(instance().actualTriggerTime()).contains(T0.plusMillis(300));
      assertThat(gateway.lastAt()).isEqualTo(T0.plusMillis(300));
      report(1, SUCCEED, "done");
      assertThat(instance().status()).isEqualTo(SUCCEED);
    }

    @Test
    void instanceThatWasClaimedAhead_isNotSentTwice() {
      waitUntil(aJob(1).build(), now.plusMillis(300));
      var waiting = instance();
      dispatcher.claimAhead(List.of(waiting), now);
      dispatcher.claimAhead(List.of(waiting), now);
      dispatcher.dispatch(List.of(waiting), now.plusMillis(300));

      assertThat(gateway.said(RunInstance.class)).hasSize(1);
      assertThat(workers.find("w1").orElseThrow().load()).isEqualTo(1);
    }

    @Test
    void whatCannotBeSentYet_isNotDecidedAhead() {
      pass(Duration.ofMinutes(1)); // The worker is lost.
      waitUntil(aJob(1).build(), now.plusMillis(300));

      assertThat(dispatcher.claimAhead(List.of(instance()), now)).isEmpty();
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      assertThat(events.kinds(ID)).isEmpty();
    }

    private void waitUntil(Job job, Instant at) {
      jobs.add(job);
      instances.insert(
          List.of(JobInstance.waiting(ID, job, now).expectedTriggerTime(at).deadline(at).build()));
    }

    @Test
    void lostClaim_doesNotCountAsInFlight() {
      submit(aJob(1).build());
      assertThat(workers.find("w1").orElseThrow().load()).isEqualTo(1);
      var stale = instance().with().status(WAITING_DISPATCH).epoch(0).build();
      dispatcher.dispatch(List.of(stale), now);
      assertThat(workers.find("w1").orElseThrow().load()).isEqualTo(1);
      report(1, SUCCEED, "done");
      assertThat(workers.find("w1").orElseThrow().load()).isZero();
    }

    @Test
    void dispatchedTwice_isSentOnce() {
      submit(aJob(1).build());
      dispatcher.dispatch(
          List.of(instance().with().status(WAITING_DISPATCH).epoch(0).build()), now);
      assertThat(gateway.said(RunInstance.class)).hasSize(1);
      assertThat(instance().epoch()).isEqualTo(1);
    }

    @Test
    void stopped_ignoresTheResult() {
      submit(aJob(1).build());
      instances.apply(List.of(new Stopped(Target.of(instance()), "stopped by user", now)));
      report(1, SUCCEED, "too late");
      assertThat(instance().status()).isEqualTo(STOPPED);
      assertThat(instance().result()).isEqualTo("stopped by user");
    }
  }

  @Nested
  class Failing {
    @Test
    void noRetries_fails() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      report(1, FAILED, "boom");
      assertThat(instance().status()).isEqualTo(FAILED);
      assertThat(instance().result()).isEqualTo("boom");
    }

    @Test
    void retries_runNPlusOneTimesAndSayWhy() {
      submit(aJob(1).retrying(2).build());
      for (int run = 1; run <= 2; run++) {
        report(run, FAILED, "boom " + run);
        assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
        assertThat(instance().deadline()).contains(now.plus(RetryPolicy.RETRY_DELAY));
        pass(RetryPolicy.RETRY_DELAY, "w1");
        dispatch();
      }
      report(3, FAILED, "boom 3");
      assertThat(instance().status()).isEqualTo(FAILED);
      assertThat(instance().runningTimes()).isEqualTo(3);
      assertThat(events.kinds(ID)).containsExactly(Kind.RETRY_PLANNED, Kind.RETRY_PLANNED);
    }

    @Test
    void noWorker_failsAtOnceWithReason() {
      pass(Duration.ofMinutes(1));
      submit(aJob(1).retrying(3).build());
      assertThat(instance().status()).isEqualTo(FAILED);
      assertThat(instance().result()).isEqualTo("no worker available");
      assertThat(instance().taskTrackerAddress()).isEqualTo("N/A");
      assertThat(events.kinds(ID)).containsExactly(Kind.REFUSED);
    }

    @Test
    void limitWithinOneBatch_countsWhatTheBatchSends() {
      var job = jobs.add(aJob(1).atMost(1).build());
      var both =
          List.of(
              JobInstance.waiting(1, job, now).build(), JobInstance.waiting(2, job, now).build());
      instances.insert(both);
      dispatcher.dispatch(both, now);
      assertThat(instances.find(1).orElseThrow().status()).isEqualTo(WAITING_WORKER_RECEIVE);
      assertThat(instances.find(2).orElseThrow().result()).isEqualTo("too many instances(1>1)");
    }
  }

  @Nested
  class Silent {
    @Test
    void commandLost_isSentAgainWithTheSameEpoch() {
      submit(aJob(1).build());
      pass(Dispatcher.RECEIVE_TIMEOUT, "w1");
      watch();
      assertThat(gateway.said(RunInstance.class))
          .hasSize(2)
          .allSatisfy(command -> assertThat(command.epoch()).isEqualTo(1));
      assertThat(events.kinds(ID)).containsExactly(Kind.SENT_AGAIN);
    }

    @Test
    void receivedButNotStarted_isAskedAboutAndNotCountedAsARun() {
      submit(aJob(1).build());
      receipt();
      assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);
      for (int i = 0; i < 12; i++) {
        pass(Watcher.RUNNING_CHECK, "w1");
        watch();
        receipt(); // The worker's answer.
      }
      assertThat(gateway.said(RunInstance.class)).hasSize(1);
      assertThat(gateway.said(CheckInstances.class)).hasSize(12);
      assertThat(instance().runningTimes()).isZero();
      lost(1);
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
    }

    private void receipt() {
      lifecycle.apply(
          List.of(
              new Received(
                  APP, "w1", new InstanceReport(ID, 1, RUNNING, null, 0, null, false, null, null))),
          now);
    }

    @Test
    void liveWorkerNeverActs_losesTheRunToAnother() {
      submit(aJob(1).build());
      for (int i = 0; i < 13; i++) {
        pass(Dispatcher.RECEIVE_TIMEOUT, "w1");
        watch();
      }
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      assertThat(gateway.said(StopInstance.class)).containsExactly(new StopInstance(ID, 1));
    }

    @Test
    void workerDiesBeforeStart_goesToAnotherWithNewEpoch() {
      submit(aJob(1).build());
      pass(Duration.ofSeconds(11), "w2");
      watch();
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      assertThat(instance().runningTimes()).isZero();
      dispatch();
      assertThat(instance().workerId()).isEqualTo("w2");
      assertThat(instance().epoch()).isEqualTo(2);
    }

    @Test
    void workerDiesWhileRunning_failsWithoutRetries() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(11), "w2");
      watch();
      assertThat(instance().status()).isEqualTo(FAILED);
      assertThat(instance().result()).isEqualTo(Watcher.WORKER_LOST);
      assertThat(events.kinds(ID)).containsExactly(Kind.WORKER_LOST);
    }

    @Test
    void workerDiesWhileRunning_runsAgainWithRetries() {
      submit(aJob(1).retrying(1).build());
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(11), "w2");
      watcher.lost(workers.find("w1").orElseThrow(), Partitions.all(), now);
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      dispatch();
      report(2, RUNNING, null);
      assertThat(instance().runningTimes()).isEqualTo(2);
      assertThat(instance().workerId()).isEqualTo("w2");
    }

    @Test
    void longRun_isAskedAboutAndGoesOn() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      pass(Watcher.RUNNING_CHECK, "w1");
      watch();
      assertThat(gateway.said(CheckInstances.class))
          .containsExactly(new CheckInstances(List.of(new InstanceEpoch(ID, 1))));
      assertThat(instance().status()).isEqualTo(RUNNING);
      assertThat(instance().deadline()).contains(now.plus(Watcher.RUNNING_CHECK));
    }

    @Test
    void runUnknownToItsWorker_isNotStuck() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      lost(1);
      assertThat(instance().status()).isEqualTo(FAILED);
    }

    @Test
    void workerThatStops_handsItsRunBack_whichGoesElsewhereAtOnceAndUncounted() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      assertThat(instance().runningTimes()).isEqualTo(1);
      workers.heard(Beats.of("w2"), now);
      var handedBack =
          new InstanceReport(ID, 1, FAILED, InstanceReport.HANDED_BACK, 0, null, true, 1L, null);

      lifecycle.apply(List.of(new Received(APP, "w1", handedBack)), now);

      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      assertThat(instance().runningTimes()).isZero();
      assertThat(instance().deadline()).contains(now);
      assertThat(instance().expectedTriggerTime()).isEqualTo(T0);
      assertThat(releases.poll(now, 10)).as("dispatched without waiting for a watch").hasSize(1);
      lifecycle.apply(List.of(new Received(APP, "w1", handedBack)), now);
      assertThat(instance().runningTimes()).as("said twice").isZero();

      dispatch();
      assertThat(instance().workerId()).isEqualTo("w2");
      report(2, RUNNING, null);
      report(2, SUCCEED, "done");
      assertThat(instance().runningTimes()).isEqualTo(1);
    }

    @Test
    void workerTurnsRunDown_goesElsewhereAtOnce() {
      submit(aJob(1).build());
      lost(1);
      assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
      assertThat(instance().deadline()).contains(now);
    }

    @Test
    void serverJustStarted_doesNotCallUnheardWorkersLost() {
      submit(aJob(1).build());
      report(1, RUNNING, null);
      pass(Duration.ofSeconds(30));
      var fresh = new Workers(now.minusSeconds(5));
      server.watcher(fresh).watch(Partitions.all(), now);
      assertThat(instance().status()).isEqualTo(RUNNING);
      server
          .watcher(new Workers(now.minus(Duration.ofMinutes(1))))
          .watch(Partitions.all(), now.plusSeconds(20));
      assertThat(instance().status()).isEqualTo(FAILED);
    }

    @Test
    void waitingAndForgotten_comesBackToTheQueue() {
      var job = jobs.add(aJob(1).build());
      instances.insert(List.of(JobInstance.waiting(ID, job, now).build()));
      watch();
      watch();
      assertThat(releases.poll(now, 10)).extracting(JobInstance::instanceId).containsExactly(ID);
    }
  }
}
