package tech.powerjob.domain.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.APP;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.explain.InstanceEvent.Kind;
import tech.powerjob.domain.instance.InstanceLifecycle;
import tech.powerjob.domain.instance.InstanceLifecycle.Received;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.testkit.Beats;
import tech.powerjob.domain.testkit.InMemoryEvents;
import tech.powerjob.domain.testkit.InMemoryInstances;
import tech.powerjob.domain.testkit.InMemoryJobs;
import tech.powerjob.domain.testkit.InMemoryTaskRuns;
import tech.powerjob.domain.testkit.RecordingGateway;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.domain.worker.WorkerProtocol;
import tech.powerjob.domain.worker.Workers;
import tech.powerjob.wire.CheckInstances;
import tech.powerjob.wire.Distribution;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.RunInstance;

/** Runs on workers that speak HTTP, beside such as speak JMS. */
class HttpRunsTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");
  private static final long ID = 100;
  private static final String H1 = WorkerProtocol.httpId(APP, "10.0.0.1:1");
  private static final String H2 = WorkerProtocol.httpId(APP, "10.0.0.2:1");

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

  private void hear(String... ids) {
    for (var id : ids) {
      workers.heard(Beats.of(id), now);
    }
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

  private void watch(Duration later) {
    now = now.plus(later);
    watcher.watch(Partitions.all(), now);
  }

  private void report(InstanceStatus status, String result, boolean lost) {
    lifecycle.apply(
        List.of(
            new Received(
                APP,
                instance().workerId(),
                new InstanceReport(
                    ID, instance().epoch(), status, result, 1, null, lost, null, null))),
        now);
  }

  private List<String> team() {
    var said = gateway.said(RunInstance.class);
    return said.get(said.size() - 1).distribution().workers().stream()
        .map(Distribution.Member::workerId)
        .toList();
  }

  @Test
  void silentWorker_isAskedAndNotCommandedTwice() {
    hear(H1);
    submit(aJob(1).build());
    watch(Dispatcher.RECEIVE_TIMEOUT);

    assertThat(gateway.said(RunInstance.class)).hasSize(1);
    assertThat(gateway.said(CheckInstances.class)).hasSize(1);
    assertThat(instance().status()).isEqualTo(InstanceStatus.WAITING_WORKER_RECEIVE);
  }

  @Test
  void workerThatDoesNotHaveTheRun_losesItAtOnce() {
    hear(H1);
    submit(aJob(1).build());
    report(InstanceStatus.FAILED, InstanceReport.UNKNOWN, true);

    assertThat(instance().status()).isEqualTo(InstanceStatus.WAITING_DISPATCH);
    assertThat(instance().runningTimes()).isZero();
    assertThat(events.of(ID)).extracting(event -> event.kind()).containsExactly(Kind.TAKEN_BACK);
  }

  @Test
  void workerThatRefusesTheConnection_isPassedOver() {
    hear(H1, H2);
    submit(aJob(1).build());
    var first = instance().workerId();
    workers.unreachable(first, now);
    report(InstanceStatus.FAILED, "it refused the connection", true);
    dispatch();

    assertThat(instance().workerId()).isNotEqualTo(first).isIn(H1, H2);
    assertThat(instance().epoch()).isEqualTo(2);
  }

  @Test
  void workerThatActsOnNothingForAMinute_losesTheRun() {
    hear(H1);
    submit(aJob(1).build());
    for (int i = 0; i < 13; i++) {
      hear(H1);
      watch(Duration.ofSeconds(5));
    }
    assertThat(gateway.said(RunInstance.class)).hasSize(1);
    assertThat(instance().status()).isEqualTo(InstanceStatus.WAITING_DISPATCH);
  }

  @Test
  void silence_isBornLongerThanOfJmsWorkers() {
    hear(H1, "jms");
    now = T0.plusSeconds(59);
    assertThat(workers.find(H1).orElseThrow().isAlive(now)).isTrue();
    assertThat(workers.find("jms").orElseThrow().isAlive(now)).isFalse();
    assertThat(workers.find(H1).orElseThrow().isAlive(T0.plusSeconds(60))).isFalse();
  }

  @Test
  void workerAtWhoseAddressNobodyListens_isLostSoonerUnlessItSpeaks() {
    hear(H1);
    workers.unreachable(H1, T0.plusSeconds(5));
    assertThat(workers.find(H1).orElseThrow().isAlive(T0.plusSeconds(17))).isTrue();
    assertThat(workers.find(H1).orElseThrow().isFull()).isTrue();
    assertThat(workers.lostBetween(T0.plusSeconds(17), T0.plusSeconds(18)))
        .extracting(worker -> worker.id())
        .containsExactly(H1);

    now = T0.plusSeconds(16);
    hear(H1);
    assertThat(workers.find(H1).orElseThrow().isFull()).isFalse();
    assertThat(workers.find(H1).orElseThrow().isAlive(T0.plusSeconds(70))).isTrue();
  }

  @Test
  void longSilentWorkerAtWhoseAddressNobodyListens_isLostNowAndOnce() {
    hear(H1);
    var seen = T0.plusSeconds(40);
    workers.unreachable(H1, seen);
    assertThat(workers.find(H1).orElseThrow().isAlive(seen)).isFalse();
    assertThat(workers.lostBetween(seen.minusMillis(500), seen)).hasSize(1);
    workers.unreachable(H1, seen.plusSeconds(5));
    assertThat(workers.lostBetween(seen, seen.plusSeconds(5))).isEmpty();
  }

  @Test
  void distributedRun_goesToTheLargerKindAloneAndSaysSo() {
    hear(H1, H2, "jms");
    submit(aJob(1).distributed(ExecuteType.BROADCAST).build());

    assertThat(team()).containsExactlyInAnyOrder(H1, H2);
    assertThat(tasks.begun(List.of(ID))).isEmpty();
    assertThat(events.of(ID)).hasSize(1);
    assertThat(events.of(ID).get(0).kind()).isEqualTo(Kind.ONE_PROTOCOL);
    assertThat(events.of(ID).get(0).detail()).contains("speak HTTP", "jms:27777 speaks JMS");
  }

  @Test
  void distributedRunAmongEquals_goesToJmsWorkers() {
    hear(H1, "jms");
    submit(aJob(1).distributed(ExecuteType.MAP).build());
    assertThat(team()).containsExactly("jms");
  }

  @Test
  void standaloneRun_goesToEitherKindAndSaysNothing() {
    hear(H1, "jms");
    submit(aJob(1).build());
    assertThat(instance().workerId()).isIn(H1, "jms");
    assertThat(events.of(ID)).isEmpty();
  }

  @Test
  void lostTracker_takesItsTasksAlong() {
    hear(H1, H2);
    submit(aJob(1).distributed(ExecuteType.MAP).build());
    report(InstanceStatus.RUNNING, null, false);
    report(InstanceStatus.FAILED, InstanceReport.UNKNOWN, true);

    assertThat(instance().status()).isEqualTo(InstanceStatus.FAILED);
    assertThat(instance().result()).isEqualTo(Watcher.WORKER_LOST);
    assertThat(events.of(ID)).extracting(event -> event.kind()).containsExactly(Kind.WORKER_LOST);
  }

  @Test
  void tasksAtABroker_areNotLeftToHttpWorkers() {
    hear("jms");
    submit(aJob(1).distributed(ExecuteType.MAP).build());
    report(InstanceStatus.RUNNING, null, false);
    now = now.plusSeconds(11);
    hear(H1);
    report(InstanceStatus.FAILED, InstanceReport.UNKNOWN, true);
    dispatch();
    assertThat(instance().status()).isEqualTo(InstanceStatus.WAITING_DISPATCH);

    hear("jms2");
    dispatch();
    assertThat(instance().workerId()).isEqualTo("jms2");
    assertThat(instance().taskGeneration()).isEqualTo(1);
  }

  @Test
  void joiners_areFitHttpWorkers() {
    hear(H1, H2, "jms");
    var job = aJob(1).distributed(ExecuteType.MAP).build();
    assertThat(DispatchPolicy.joiners(job, workers.ofApp(APP), now))
        .extracting(worker -> worker.id())
        .containsExactlyInAnyOrder(H1, H2);
    workers.refused(H2);
    assertThat(DispatchPolicy.joiners(job, workers.ofApp(APP), now))
        .extracting(worker -> worker.id())
        .containsExactly(H1);
  }
}
