package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.domain.dispatch.DispatchDecision.Refuse;
import tech.powerjob.domain.dispatch.DispatchDecision.SendTo;
import tech.powerjob.domain.dispatch.DispatchDecision.TurnedDown;
import tech.powerjob.domain.dispatch.DispatchDecision.WaitForWorker;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.wire.WorkerHeartbeat;

class DispatchPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final DispatchPolicy policy = new DispatchPolicy(new Random(1));

  private static Worker worker(WorkerHeartbeat heartbeat, int sent) {
    return new Worker(heartbeat, NOW, sent, false);
  }

  private static JobInstance instance() {
    return JobInstance.waiting(99, aJob(1).build(), NOW).build();
  }

  private DispatchDecision decide(Job job, Worker... workers) {
    return policy.decide(job, instance(), Arrays.asList(workers), NOW, NOW);
  }

  private String chosen(Job job, Worker... workers) {
    return ((SendTo) decide(job, workers)).worker().id();
  }

  @Test
  void unknownJob_isRefused() {
    assertThat(decide(null))
        .isEqualTo(new Refuse("can't find job by id 1", "can't find job by id 1", List.of()));
  }

  @Test
  void noWorker_isRefusedAndSaysWhyEachWasTurnedDown() {
    var lost = new Worker(Beats.of("a"), NOW.minus(Worker.TIMEOUT), 0, false);
    var gone = worker(Beats.gone("b"), 0);
    assertThat(decide(aJob(1).build(), lost, gone))
        .isInstanceOfSatisfying(
            Refuse.class,
            refuse -> {
              assertThat(refuse.result()).isEqualTo("no worker available");
              assertThat(refuse.turnedDown())
                  .containsExactly(
                      new TurnedDown("a:27777", "is lost"), new TurnedDown("b:27777", "has left"));
            });
  }

  @Test
  void noWorkerYetAfterStart_waits() {
    var complete = NOW.plusSeconds(15);
    assertThat(policy.decide(aJob(1).build(), instance(), List.of(), complete, NOW))
        .isInstanceOfSatisfying(
            WaitForWorker.class, wait -> assertThat(wait.until()).contains(complete));
  }

  @Test
  void overloaded_waits() {
    assertThat(decide(aJob(1).build(), worker(Beats.of("a", null, 10, true), 0)))
        .isInstanceOfSatisfying(
            WaitForWorker.class,
            wait ->
                assertThat(wait.turnedDown())
                    .containsExactly(new TurnedDown("a:27777", "has all the runs it may have")));
  }

  @Test
  void fullByWhatThisServerSent_isNotChosen() {
    var full = worker(Beats.withCapacity("full", 3), 3);
    var free = worker(Beats.withCapacity("free", 3), 2);
    assertThat(chosen(aJob(1).build(), full, free)).isEqualTo("free");
    assertThat(decide(aJob(1).build(), full)).isInstanceOf(WaitForWorker.class);
  }

  @Test
  void workerThatTurnedARunDown_isNotChosen() {
    var refusing = new Worker(Beats.of("a", null, 99, false), NOW, 0, true);
    assertThat(chosen(aJob(1).build(), refusing, worker(Beats.of("b"), 5))).isEqualTo("b");
  }

  @Test
  void jobThatMayWait_waitsForAWorkerUntilItsTimeIsUp() {
    var job = aJob(1).options(options -> options.setWorkerWait(5_000L)).build();
    assertThat(decide(job))
        .isInstanceOfSatisfying(
            WaitForWorker.class, wait -> assertThat(wait.until()).contains(NOW.plusSeconds(5)));
    assertThat(policy.decide(job, instance(), List.of(), NOW, NOW.plusSeconds(5)))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void runForOneWorker_goesToNoOther() {
    var job = aJob(1).build();
    var only = instance().with().designatedWorker("b:27777").build();
    var a = worker(Beats.of("a"), 0);
    for (var busy : List.of(0, 50)) {
      var decision = policy.decide(job, only, List.of(a, worker(Beats.of("b"), busy)), NOW, NOW);
      assertThat(((SendTo) decision).worker().id()).isEqualTo("b");
    }
    var full = worker(Beats.withCapacity("b", 3), 3);
    assertThat(policy.decide(job, only, List.of(a, full), NOW, NOW))
        .isInstanceOf(WaitForWorker.class);
  }

  @Test
  void runForAWorkerThatIsGone_isRefusedOrWaitsAsTheJobSays() {
    var only = instance().with().designatedWorker("b:27777").build();
    var workers = List.of(worker(Beats.of("a"), 0), worker(Beats.gone("b"), 0));
    assertThat(policy.decide(aJob(1).build(), only, workers, NOW, NOW))
        .isEqualTo(
            new Refuse(
                "no worker available",
                "it is only for the worker b:27777",
                List.of(
                    new TurnedDown("a:27777", "was not asked for"),
                    new TurnedDown("b:27777", "has left"))));
    var patient = aJob(1).options(options -> options.setWorkerWait(5_000L)).build();
    assertThat(policy.decide(patient, only, workers, NOW, NOW))
        .isInstanceOfSatisfying(
            WaitForWorker.class, wait -> assertThat(wait.until()).contains(NOW.plusSeconds(5)));
  }

  @Test
  void runForOneWorker_isHeldToTheJobsOwnRules() {
    var job = aJob(1).designated("a:27777").build();
    var only = instance().with().designatedWorker("b:27777").build();
    assertThat(policy.decide(job, only, List.of(worker(Beats.of("b"), 0)), NOW, NOW))
        .isInstanceOfSatisfying(
            Refuse.class,
            refuse ->
                assertThat(refuse.turnedDown())
                    .containsExactly(new TurnedDown("b:27777", "is not designated")));
  }

  @Test
  void roundRobin_isFairWhileWorkersComeAndGo() {
    var job = aJob(1).strategy(DispatchStrategy.ROUND_ROBIN, null).build();
    var a = worker(Beats.of("a"), 0);
    var b = worker(Beats.of("b"), 0);
    var c = worker(Beats.of("c"), 0);
    var turns = new ArrayList<String>();
    turns.add(chosen(job, a, b));
    turns.add(chosen(job, a, b));
    turns.add(chosen(job, a, b, c));
    turns.add(chosen(job, a, b, c));
    turns.add(chosen(job, b, c));
    turns.add(chosen(job, b, c));
    turns.add(chosen(job, a, b, c));
    assertThat(turns).containsExactly("a", "b", "c", "a", "b", "c", "a");
  }

  @Test
  void roundRobin_hasTurnsForEachJob() {
    var a = worker(Beats.of("a"), 0);
    var b = worker(Beats.of("b"), 0);
    for (long job = 1; job <= 3; job++) {
      assertThat(chosen(aJob(job).strategy(DispatchStrategy.ROUND_ROBIN, null).build(), a, b))
          .isEqualTo("a");
    }
  }

  @Test
  void maxWorkerCount_keepsTheHealthiest() {
    var job = aJob(1).strategy(DispatchStrategy.RANDOM, null).build();
    job.setMaxWorkerCount(2);
    var weak = worker(Beats.of("weak", null, 1, false), 0);
    var good = worker(Beats.of("good", null, 8, false), 0);
    var best = worker(Beats.of("best", null, 9, false), 0);
    assertThat(IntStream.range(0, 50).mapToObj(i -> chosen(job, weak, good, best)))
        .contains("good", "best")
        .doesNotContain("weak");
  }

  @Test
  void healthFirst_leavesEqualsToChance() {
    var job = aJob(1).build();
    var a = worker(Beats.of("a"), 0);
    var b = worker(Beats.of("b"), 0);
    assertThat(IntStream.range(0, 50).mapToObj(i -> chosen(job, a, b))).contains("a", "b");
  }

  @Test
  void designated_byAddressOrWholeTag() {
    var a = worker(Beats.of("a", "blue", 10, false), 0);
    var b = worker(Beats.of("b", "bluebird", 99, false), 0);
    assertThat(chosen(aJob(1).designated("x:1, a:27777").build(), a, b)).isEqualTo("a");
    assertThat(chosen(aJob(1).designated("blue").build(), a, b)).isEqualTo("a");
    assertThat(decide(aJob(1).designated("a").build(), a, b)).isInstanceOf(Refuse.class);
  }

  @Test
  void minima_areMetStrictlyForProcessors() {
    var worker = worker(Beats.of("a"), 0); // 3 idle cores, 3 GB free, 50 GB disk
    assertThat(decide(aJob(1).wanting(2.9, 3, 50).build(), worker)).isInstanceOf(SendTo.class);
    assertThat(decide(aJob(1).wanting(3, 0, 0).build(), worker)).isInstanceOf(Refuse.class);
    assertThat(decide(aJob(1).wanting(0, 3.1, 0).build(), worker)).isInstanceOf(Refuse.class);
    assertThat(decide(aJob(1).wanting(0, 0, 51).build(), worker)).isInstanceOf(Refuse.class);
  }

  @Test
  void healthFirst_prefersHealthButDoesNotHerd() {
    var job = aJob(1).build();
    var strong = Beats.of("strong", null, 20, false);
    var weak = Beats.of("weak", null, 10, false);
    assertThat(chosen(job, worker(strong, 0), worker(weak, 0))).isEqualTo("strong");
    assertThat(chosen(job, worker(strong, 5), worker(weak, 0))).isEqualTo("weak");
  }

  @Test
  void specify_picksByTagOrAddressAndFallsBackToAll() {
    var a = worker(Beats.of("a", "east-1", 10, false), 0);
    var b = worker(Beats.of("b", "west-1", 10, false), 0);
    assertThat(chosen(specify("tagIn:east"), a, b)).isEqualTo("a");
    assertThat(chosen(specify("tagEquals:west-1"), a, b)).isEqualTo("b");
    assertThat(chosen(specify("b:27777"), a, b)).isEqualTo("b");
    assertThat(decide(specify("tagEquals:nowhere"), a, b)).isInstanceOf(SendTo.class);
  }

  private static Job specify(String config) {
    return aJob(1).strategy(DispatchStrategy.SPECIFY, config).build();
  }

  @Test
  void random_usesEveryWorker() {
    var job = aJob(1).strategy(DispatchStrategy.RANDOM, null).build();
    var a = worker(Beats.of("a"), 0);
    var b = worker(Beats.of("b"), 0);
    assertThat(IntStream.range(0, 50).mapToObj(i -> chosen(job, a, b))).contains("a", "b");
  }
}
