package tech.powerjob.worker.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.ProcessorType;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.wire.InstanceReports;
import tech.powerjob.wire.RunInstance;
import tech.powerjob.wire.WireMessage;
import tech.powerjob.wire.WorkerConnection;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.host.WorkerHost;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.WorkerRuntime;
import tech.powerjob.worker.internal.connection.LinkListener;
import tech.powerjob.worker.internal.connection.ServerLink;
import tech.powerjob.worker.internal.connection.ServerLinks;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;
import tech.powerjob.worker.jca.FakeContainer.Bean;

/** The adapter with real worker runtimes, in a container and with servers that are not real. */
@Timeout(60)
class WorkerResourceAdapterTest {
  private final FakeContainer container = new FakeContainer();
  private final List<String> stopped = new CopyOnWriteArrayList<>();
  private final List<FakeLink> links = new CopyOnWriteArrayList<>();
  private final WorkerResourceAdapter adapter = new WorkerResourceAdapter(this::start);

  private AutoCloseable start(PowerJobWorkerConfig config, WorkerHost host) {
    config.setStopTimeout(Duration.ofMillis(100));
    var runtime =
        new WorkerRuntime(
            config,
            new Heartbeats.Identity("w", "10.0.0.1:27777", null, "1"),
            host,
            new ServerLinks() {
              @Override
              public WorkerConnection ask() {
                return new WorkerConnection(3, List.of("b"), false, 1000, List.of());
              }

              @Override
              public ServerLink open(String broker, WorkerConnection said, LinkListener listener) {
                var link = new FakeLink(listener);
                links.add(link);
                return link;
              }
            },
            Ticker.SYSTEM);
    runtime.start();
    return () -> {
      runtime.close();
      stopped.add(config.getAppName());
    };
  }

  @BeforeEach
  void startAdapter() throws Exception {
    adapter.start(container.context());
  }

  @AfterEach
  void stopAdapter() {
    adapter.stop();
    container.close();
  }

  private static WorkerActivation activation(String app, String processor) {
    var activation = new WorkerActivation();
    activation.setApplicationName(app);
    activation.setPassword("secret");
    activation.setServerAddress("127.0.0.1:7700");
    activation.setProcessorName(processor);
    return activation;
  }

  private FakeLink onlyLink() {
    await().until(() -> links.size() == 1);
    return links.get(0);
  }

  private static RunInstance run(long id, String processor) {
    return new RunInstance(
        id,
        1,
        7,
        3,
        "job",
        ExecuteType.STANDALONE,
        ProcessorType.BUILT_IN,
        processor,
        null,
        "you",
        0,
        0,
        5,
        null,
        null,
        0,
        null,
        null,
        null);
  }

  @Test
  void run_callsTheBeanOnAThreadOfTheContainer() throws Exception {
    var thread = new AtomicReference<Thread>();
    var loader = new AtomicReference<ClassLoader>();
    var bean =
        new Bean(
            context -> {
              thread.set(Thread.currentThread());
              loader.set(Thread.currentThread().getContextClassLoader());
              return new ProcessResult(true, "hello " + context.getInstanceParams());
            });
    adapter.endpointActivation(bean, activation("demo", "greet"));

    onlyLink().listener.received(run(1, "greet"));

    await().until(() -> onlyLink().ended().size() == 1);
    assertThat(onlyLink().ended().get(0).result()).isEqualTo("hello you");
    assertThat(bean.calls).containsExactly("before process", "process", "after", "release");
    assertThat(thread.get().getName()).startsWith(FakeContainer.THREADS);
    assertThat(loader.get()).isSameAs(Bean.class.getClassLoader());
  }

  @Test
  void beansOfOneApplication_shareAWorker_untilTheLastIsGone() throws Exception {
    var first = new Bean(context -> new ProcessResult(true, "first"));
    var second = new Bean(context -> new ProcessResult(true, "second"));
    adapter.endpointActivation(first, activation("demo", "one"));
    adapter.endpointActivation(second, activation("demo", "two"));
    onlyLink().listener.received(run(1, "one"));
    onlyLink().listener.received(run(2, "two"));
    await().until(() -> onlyLink().ended().size() == 2);
    assertThat(onlyLink().ended())
        .extracting(InstanceReport::result)
        .containsExactlyInAnyOrder("first", "second");

    adapter.endpointDeactivation(first, activation("demo", "one"));
    assertThat(stopped).isEmpty();
    onlyLink().listener.received(run(3, "one"));

    adapter.endpointDeactivation(second, activation("demo", "two"));
    assertThat(stopped).containsExactly("demo");
    assertThat(onlyLink().ended()).as("it has not failed").hasSize(2);
    assertThat(first.calls).as("it has not reached the bean").hasSize(4);
  }

  @Test
  void undeployedBean_endsItsRunFirst() throws Exception {
    var release = new CountDownLatch(1);
    var bean =
        new Bean(
            context -> {
              release.await();
              return new ProcessResult(true, "ended");
            });
    adapter.endpointActivation(bean, activation("demo", "one"));
    adapter.endpointActivation(new Bean(c -> null), activation("demo", "two"));
    onlyLink().listener.received(run(1, "one"));
    await().until(() -> bean.calls.contains("process"));
    var undeployed = new Thread(() -> adapter.endpointDeactivation(bean, null));
    undeployed.start();
    await().until(() -> undeployed.getState() == Thread.State.TIMED_WAITING);

    release.countDown();

    undeployed.join(Duration.ofSeconds(20).toMillis());
    assertThat(undeployed.isAlive()).isFalse();
    await().until(() -> onlyLink().ended().size() == 1);
    assertThat(onlyLink().ended().get(0).result()).isEqualTo("ended");
  }

  @Test
  void twoApplications_haveAWorkerEach_andBothStopWithTheAdapter() throws Exception {
    adapter.endpointActivation(new Bean(c -> null), activation("a", "x"));
    adapter.endpointActivation(new Bean(c -> null), activation("b", "x"));
    await().until(() -> links.size() == 2);

    adapter.stop();

    assertThat(stopped).containsExactlyInAnyOrder("a", "b");
    adapter.endpointDeactivation(new Bean(c -> null), activation("a", "x"));
  }

  @Test
  void sameNameTwice_isRefused() throws Exception {
    adapter.endpointActivation(new Bean(c -> null), activation("demo", "one"));

    assertThatThrownBy(
            () -> adapter.endpointActivation(new Bean(c -> null), activation("demo", "one")))
        .hasMessage("processorName is 'one' but another bean of this application has it");
  }

  @Test
  void unusableActivation_isRefused() {
    assertThatThrownBy(() -> adapter.endpointActivation(new Bean(c -> null), activation("", "x")))
        .hasMessageContaining("applicationName is");
  }

  @Test
  void workerThatCannotStart_failsTheDeployment() {
    var broken =
        new WorkerResourceAdapter(
            (config, host) -> {
              throw new IllegalStateException("no luck");
            });

    assertThatThrownBy(
            () -> {
              broken.start(container.context());
              broken.endpointActivation(new Bean(c -> null), activation("demo", "x"));
            })
        .hasMessage("the worker cannot start: no luck");
  }

  @Test
  void adapters_areEqual_asContainersExpect() {
    assertThat(adapter)
        .isEqualTo(new WorkerResourceAdapter())
        .hasSameHashCodeAs(new WorkerResourceAdapter());
    assertThat(adapter.getXAResources(null)).isEmpty();
  }

  @Test
  void host_schedulesOnWorkThreads_andCancels() throws Exception {
    var host =
        new WorkManagerHost(
            container.context().getWorkManager(),
            container.context().createTimer(),
            new Endpoints());
    var ran = new ArrayList<String>();
    var done = new CountDownLatch(1);

    host.schedule(() -> ran.add("never"), Duration.ofMillis(20)).cancel();
    host.schedule(
        () -> {
          ran.add(Thread.currentThread().getName());
          done.countDown();
        },
        Duration.ofMillis(30));

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).singleElement().asString().startsWith(FakeContainer.THREADS);
    host.close();
    assertThatThrownBy(() -> host.schedule(() -> {}, Duration.ZERO))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> host.run(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void containerThatTakesNoMoreWork_rejectsRuns() throws Exception {
    var host =
        new WorkManagerHost(
            container.context().getWorkManager(),
            container.context().createTimer(),
            new Endpoints());
    container.takeNoMoreWork();

    assertThatThrownBy(() -> host.run(() -> {}))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessage("the server takes no more work");
  }

  private static final class FakeLink implements ServerLink {
    private final LinkListener listener;
    private final List<WireMessage> sent = new CopyOnWriteArrayList<>();

    FakeLink(LinkListener listener) {
      this.listener = listener;
    }

    List<InstanceReport> ended() {
      return sent.stream()
          .filter(InstanceReports.class::isInstance)
          .flatMap(message -> ((InstanceReports) message).reports().stream())
          .filter(report -> report.endTime() != null)
          .toList();
    }

    @Override
    public WorkerConnection connection() {
      return new WorkerConnection(3, List.of("b"), false, 1000, List.of());
    }

    @Override
    public void send(WireMessage message) {
      sent.add(message);
    }

    @Override
    public void close() {}
  }
}
