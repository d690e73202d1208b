package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.common.enums.InstanceStatus.FAILED;
import static tech.powerjob.common.enums.InstanceStatus.RUNNING;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_DISPATCH;
import static tech.powerjob.common.enums.InstanceStatus.WAITING_WORKER_RECEIVE;
import static tech.powerjob.domain.testkit.JobBuilder.APP;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.TaskTrackerBehavior;
import tech.powerjob.common.model.JobAdvancedRuntimeConfig;
import tech.powerjob.domain.explain.InstanceEvent.Kind;
import tech.powerjob.domain.instance.InstanceChange.Retried;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.testkit.InMemoryEvents;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryTaskRuns;
import tech.powerjob.domain.testkit.JobBuilder;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;

/** The life of an instance that is spread over workers, with coordinators that come and go. */
class DistributedRunsTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");
  private static final long ID = 100;

  private final InMemoryServer server = new InMemoryServer(T0, "home:1");
  private final InMemoryJobs jobs = server.jobs;
  private final InMemoryInstances instances = server.instances;
  private final InMemoryEvents events = server.events;
  private final RecordingGateway gateway = server.gateway;
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

  private static JobBuilder aMap() {
    return aJob(1).distributed(ExecuteType.MAP);
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

  private void report(InstanceStatus status, String result) {
    lifecycle.apply(
        List.of(
            new Received(
                APP,
                instance().workerId(),
                new InstanceReport(
                    ID, instance().epoch(), status, result, 1, 2L, false, null, null))),
        now);
  }

  private void start() {
    report(RUNNING, null);
  }

  private RunInstance command() {
    var said = gateway.said(RunInstance.class);
    return said.get(said.size() - 1);
  }

  private void loseCoordinator() {
    var before = instance().workerId();
    var next = before.equals("w1") ? "w2" : "w1";
    pass(Duration.ofSeconds(11), next);
    watch();
    assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
    dispatch();
    assertThat(instance().workerId()).isEqualTo(next);
    start();
  }

  @Test
  void standaloneRun_hasNoDistributionAndNoHome() {
    tasks.fail(true);
    submit(aJob(1).build());

    assertThat(command().distribution()).isNull();
  }

  @Test
  void command_saysWhereTheTasksAreAndWhoTakesPart() {
    workers.heard(Beats.of("w2"), now);
    submit(
        aMap()
            .designated("w1:27777,w2:27777")
            .options(options -> options.setTaskTimeLimit(5_000L))
            .build());

    var distribution = command().distribution();
    assertThat(distribution.broker()).isEqualTo("home:1");
    assertThat(distribution.generation()).isOne();
    assertThat(distribution.reopenedAfter()).isNull();
    assertThat(distribution.behavior()).isEqualTo(TaskTrackerBehavior.NORMAL);
    assertThat(distribution.designatedWorkers()).isEqualTo("w1:27777,w2:27777");
    assertThat(distribution.workers())
        .extracting(Distribution.Member::workerId)
        .containsExactlyInAnyOrder("w1", "w2")
        .startsWith(instance().workerId());
    assertThat(command().taskTimeLimit()).isEqualTo(5_000);
  }

  @Test
  void runForOneWorker_isThatWorkersAlone() {
    workers.heard(Beats.of("w2"), now);
    var job = aMap().build();
    jobs.add(job);
    instances.insert(
        List.of(JobInstance.waiting(ID, job, now).designatedWorker("w2:27777").build()));
    dispatch();

    assertThat(command().distribution().designatedWorkers()).isEqualTo("w2:27777");
    assertThat(command().distribution().workers())
        .extracting(Distribution.Member::workerId)
        .containsExactly("w2");
  }

  @Test
  void maxWorkerCount_bindsTheTeamAndKeepsTheCoordinator() {
    for (var id : List.of("w2", "w3", "w4")) {
      workers.heard(Beats.of(id), now);
    }
    submit(aMap().onWorkers(2).build());

    assertThat(command().distribution().workers())
        .hasSize(2)
        .extracting(Distribution.Member::workerId)
        .startsWith(instance().workerId());
  }

  @Test
  void unsuitableWorkers_areNotInTheTeam() {
    workers.heard(Beats.of("w2"), now.minusSeconds(60));
    submit(aMap().build());

    assertThat(command().distribution().workers())
        .extracting(Distribution.Member::workerId)
        .containsExactly("w1");
  }

  @Test
  void paddling_isToldExceptForBroadcasts() {
    var map = aMap().build();
    map.setAdvancedRuntimeConfig(new JobAdvancedRuntimeConfig().setTaskTrackerBehavior(11));
    submit(map);
    assertThat(command().distribution().behavior()).isEqualTo(TaskTrackerBehavior.PADDLING);

    map.setExecuteType(ExecuteType.BROADCAST);
    pass(Duration.ofSeconds(6), "w1");
    watch();
    assertThat(command().distribution().behavior()).isEqualTo(TaskTrackerBehavior.NORMAL);
  }

  @Test
  void homeThatCannotBeStored_holdsTheCommandBackUntilItCan() {
    tasks.fail(true);
    submit(aMap().build());
    assertThat(gateway.said(RunInstance.class)).isEmpty();
    assertThat(instance().status()).isEqualTo(WAITING_WORKER_RECEIVE);

    tasks.fail(false);
    pass(Duration.ofSeconds(6), "w1");
    watch();
    assertThat(command().distribution().broker()).isEqualTo("home:1");
  }

  @Test
  void coordinatorLost_anotherGoesOnWithoutARetry() {
    submit(aMap().retrying(0).build());
    start();
    tasks.serve("other:1");
    loseCoordinator();

    assertThat(command().epoch()).isEqualTo(2);
    assertThat(command().distribution().generation()).isOne();
    assertThat(command().distribution().broker()).isEqualTo("home:1");
    assertThat(events.of(ID)).extracting(each -> each.kind()).contains(Kind.COORDINATOR_LOST);
  }

  @Test
  void coordinatorLostAfterTheJobWasDisabled_goesOn() {
    var job = aMap().disabled().build();
    submit(job);
    start();
    loseCoordinator();

    assertThat(instance().status()).isEqualTo(RUNNING);
  }

  @Test
  void coordinatorThatHandsBack_isFollowedByAnother() {
    workers.heard(Beats.of("w2"), now);
    submit(aMap().build());
    start();
    lifecycle.apply(
        List.of(
            new Received(
                APP,
                instance().workerId(),
                new InstanceReport(ID, 1, FAILED, "worker stops", 0, null, true, null, null))),
        now);

    assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);
    assertThat(instance().taskGeneration()).isOne();
    assertThat(events.of(ID)).extracting(each -> each.kind()).contains(Kind.COORDINATOR_LOST);
  }

  @Test
  void runThatKillsEveryCoordinator_comesToAnEnd() {
    submit(aMap().build());
    start();
    for (int i = 0; i < 30; i++) {
      loseCoordinator();
    }
    pass(Duration.ofSeconds(11), "w3");
    watch();

    assertThat(instance().status()).isEqualTo(FAILED);
  }

  @Test
  void noWorkerLeft_tasksWaitForOne() {
    submit(aMap().build());
    start();
    pass(Duration.ofSeconds(11));
    watch();
    dispatch();
    assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);

    pass(Duration.ofSeconds(60), "w2");
    dispatch();
    assertThat(instance().workerId()).isEqualTo("w2");
  }

  @Test
  void homeGoneForGood_startsAfreshElsewhereAndSaysSo() {
    submit(aMap().build());
    start();
    tasks.serve("other:1");
    tasks.giveUp("home:1");
    loseCoordinator();

    assertThat(command().distribution().broker()).isEqualTo("other:1");
    assertThat(command().distribution().generation()).isOne();
    assertThat(events.of(ID)).extracting(each -> each.kind()).contains(Kind.HOME_MOVED);
  }

  @Test
  void failedRun_isTriedAgainAsANewGenerationAtTheServerThatDispatchesIt() {
    submit(aMap().retrying(1).build());
    start();
    report(FAILED, "reduce failed");
    assertThat(instance().taskGeneration()).isEqualTo(2);

    tasks.serve("other:1");
    pass(Duration.ofSeconds(11), "w1");
    dispatch();
    assertThat(command().distribution().generation()).isEqualTo(2);
    assertThat(command().distribution().broker()).isEqualTo("other:1");
    assertThat(events.of(ID)).extracting(each -> each.kind()).doesNotContain(Kind.HOME_MOVED);
  }

  @Test
  void lostCoordinators_useNoRetryUp() {
    submit(aMap().retrying(1).build());
    start();
    loseCoordinator();
    loseCoordinator();
    report(FAILED, "reduce failed");
    assertThat(instance().status()).isEqualTo(WAITING_DISPATCH);

    pass(Duration.ofSeconds(11), "w1");
    dispatch();
    start();
    report(FAILED, "reduce failed");
    assertThat(instance().status()).isEqualTo(FAILED);
  }

  @Test
  void timeLimit_countsFromTheBeginningAndNotFromTheLastCoordinator() {
    submit(aMap().limitedTo(60_000).build());
    start();
    tasks.began(ID, now);
    pass(Duration.ofSeconds(50), "w1");
    watch();
    loseCoordinator();
    pass(Duration.ofSeconds(10), "w1", "w2");
    watch();

    assertThat(instance().status()).isEqualTo(FAILED);
    assertThat(instance().result()).isEqualTo(Watcher.TIMED_OUT);
  }

  @Test
  void retryByHand_beginsANewGenerationOrReopensTheOld() {
    submit(aMap().build());
    start();
    report(FAILED, "1 of 3 failed");

    instances.apply(List.of(new Retried(Target.of(instance()), false, now)));
    assertThat(instance().taskGeneration()).isOne();
    dispatch();
    start();
    report(FAILED, "1 of 3 failed");
    instances.apply(List.of(new Retried(Target.of(instance()), true, now)));
    assertThat(instance().taskGeneration()).isEqualTo(2);
  }
}
