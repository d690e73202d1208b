package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.DispatchStrategy;
import tech.powerjob.domain.dispatch.DispatchDecision.Refuse;
import tech.powerjob.domain.dispatch.DispatchDecision.SendTo;
import tech.powerjob.domain.dispatch.DispatchDecision.WaitForWorker;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.worker.Worker;
import tech.powerjob.wire.WorkerHeartbeat;

class DispatchPolicyTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final DispatchPolicy policy = new DispatchPolicy(new Random(1));

  private static Worker worker(WorkerHeartbeat heartbeat, int inFlight) {
    return new Worker(heartbeat, NOW, inFlight);
  }

  private DispatchDecision decide(Job job, Worker... workers) {
    return policy.decide(job, 1, 0, Arrays.asList(workers), true, NOW);
  }

  private String chosen(Job job, Worker... workers) {
    return ((SendTo) decide(job, workers)).worker().id();
  }

  @Test
  void unknownJob_isRefused() {
    assertThat(policy.decide(null, 99, 0, List.of(), true, NOW))
        .isEqualTo(new Refuse("can't find job by id 99", "can't find job by id 99"));
  }

  @Test
  void limitReached_isRefusedWithPowerJobsText() {
    var job = aJob(1).atMost(2).build();
    var worker = worker(Beats.of("a"), 0);
    assertThat(policy.decide(job, 1, 1, List.of(worker), true, NOW)).isInstanceOf(SendTo.class);
    assertThat(policy.decide(job, 1, 2, List.of(worker), true, NOW))
        .isInstanceOfSatisfying(
            Refuse.class,
            refuse -> assertThat(refuse.result()).isEqualTo("too many instances(2>2)"));
  }

  @Test
  void noWorker_isRefusedAndSaysWhyEachWasTurnedDown() {
    var lost = new Worker(Beats.of("a"), NOW.minus(Worker.TIMEOUT), 0);
    var gone = worker(Beats.gone("b"), 0);
    assertThat(decide(aJob(1).build(), lost, gone))
        .isInstanceOfSatisfying(
            Refuse.class,
            refuse -> {
              assertThat(refuse.result()).isEqualTo("no worker available");
              assertThat(refuse.reason()).contains("a:27777 is lost", "b:27777 has left");
            });
  }

  @Test
  void noWorkerYetAfterStart_waits() {
    assertThat(policy.decide(aJob(1).build(), 1, 0, List.of(), false, NOW))
        .isInstanceOf(WaitForWorker.class);
  }

  @Test
  void overloaded_waits() {
    assertThat(decide(aJob(1).build(), worker(Beats.of("a", null, 10, true), 0)))
        .isInstanceOf(WaitForWorker.class);
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
    assertThat(java.util.stream.IntStream.range(0, 50).mapToObj(i -> chosen(job, a, b)))
        .contains("a", "b");
  }
}
