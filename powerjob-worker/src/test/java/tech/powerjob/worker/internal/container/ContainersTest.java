package tech.powerjob.worker.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.wire.DestroyContainer;
import tech.powerjob.wire.StopInstance;
import tech.powerjob.worker.core.processor.ProcessResult;
import tech.powerjob.worker.core.processor.TaskContext;
import tech.powerjob.worker.core.processor.WorkflowContext;
import tech.powerjob.worker.extension.processor.ProcessorBean;
import tech.powerjob.worker.extension.processor.ProcessorDefinition;
import tech.powerjob.worker.internal.ManualHost;
import tech.powerjob.worker.internal.ManualTicker;
import tech.powerjob.worker.log.OmsLogger;

class ContainersTest {
  private static final long ID = 7;
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path folder;
  private final ManualTicker ticker = new ManualTicker();
  private final ManualHost host = new ManualHost(ticker);
  private final AtomicInteger changes = new AtomicInteger();
  private JarServer server;
  private Containers containers;

  @BeforeEach
  void start() throws IOException {
    server = new JarServer();
    containers = worker("demo");
  }

  @AfterEach
  void stop() {
    containers.close();
    server.close();
  }

  private Containers worker(String appName) {
    return new Containers(
        new ContainerOptions(true, appName, folder, MAX_BYTES),
        new HttpContainerSource(server),
        host,
        ticker,
        changes::incrementAndGet);
  }

  /** An order whose jar the server has. */
  private DeployContainer order(TestJar jar, String version, long revision) {
    var bytes = jar.bytes();
    server.put("/api/jars/" + version, bytes);
    return new DeployContainer(
        ID, "rules", version, "/api/jars/" + version, TestJar.digest("SHA-256", bytes), revision);
  }

  private void deploy(DeployContainer order) {
    assertThat(containers.received(order)).isTrue();
    host.advance(Duration.ZERO);
  }

  private ProcessorBean build(String info) {
    return new ContainerProcessorFactory(containers)
        .build(new ProcessorDefinition().setProcessorType("EXTERNAL").setProcessorInfo(info));
  }

  private static ProcessResult process(ProcessorBean bean) {
    var context = new TaskContext();
    context.setOmsLogger(new Silent());
    context.setWorkflowContext(new WorkflowContext(null, "{}"));
    try {
      return bean.getProcessor().process(context);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String run(String info) {
    var bean = build(info);
    try {
      return process(bean).getMsg();
    } finally {
      bean.getWhenReleased().run();
    }
  }

  private Path jar(String version) {
    return folder.resolve("7").resolve(version + ".jar");
  }

  private String[] files() {
    try (var all = Files.list(folder.resolve("7"))) {
      return all.map(file -> file.getFileName().toString()).sorted().toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void deployedContainer_runs_isOnDiskAndTold() {
    deploy(order(TestJar.answering("one"), "v1", 1));

    assertThat(run("7#acme.Sample")).isEqualTo("one");
    assertThat(containers.infos())
        .containsExactly(new ContainerInfo(ID, "v1", ticker.epochMillis()));
    assertThat(changes).hasPositiveValue();
    assertThat(files()).containsExactly("deployed.properties", "v1.jar");
    assertThat(server.requests()).containsExactly("/api/jars/v1 with secret");
  }

  @Test
  void otherMessages_areNotItsBusiness() {
    assertThat(containers.received(new StopInstance(1, 1))).isFalse();
  }

  @Test
  void sameVersionAgain_isNotFetchedAgain() {
    var order = order(TestJar.answering("one"), "v1", 1);
    deploy(order);
    deploy(order);

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void newVersion_servesNewRuns_oldOneLivesUntilItsLastRunEnded() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    var inFlight = build("7#acme.Sample");

    deploy(order(TestJar.answering("two"), "v2", 2));
    host.advance(Duration.ofMinutes(1));

    assertThat(run("7#acme.Sample")).isEqualTo("two");
    assertThat(process(inFlight).getMsg()).as("its resources are still there").isEqualTo("one");
    assertThat(jar("v1")).exists();

    inFlight.getWhenReleased().run();
    host.advance(Duration.ZERO);

    assertThat(files()).containsExactly("deployed.properties", "v2.jar");
    assertThat(isClosed(inFlight)).isTrue();
    assertThat(containers.infos()).extracting(ContainerInfo::version).containsExactly("v2");
  }

  private static boolean isClosed(ProcessorBean bean) {
    return bean.getClassLoader().getResource("answer.txt") == null;
  }

  @Test
  void rebuiltJarUnderTheSameVersion_replacesIt() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    deploy(order(TestJar.answering("other"), "v1", 2));

    assertThat(run("7#acme.Sample")).isEqualTo("other");
    host.advance(Duration.ZERO);
    assertThat(files()).containsExactly("deployed.properties", "v1.jar");
  }

  @Test
  void oldOrderThatComesLate_changesNothing() {
    var first = order(TestJar.answering("one"), "v1", 1);
    deploy(order(TestJar.answering("two"), "v2", 2));
    deploy(first);
    assertThat(run("7#acme.Sample")).isEqualTo("two");

    containers.received(new DestroyContainer(ID, 1));
    host.advance(Duration.ZERO);
    assertThat(run("7#acme.Sample")).isEqualTo("two");
  }

  @Test
  void destroyedContainer_isGone_alsoWhenAnOldOrderComesLate() {
    var order = order(TestJar.answering("one"), "v1", 1);
    deploy(order);
    var inFlight = build("7#acme.Sample");

    containers.received(new DestroyContainer(ID, 2));
    host.advance(Duration.ZERO);
    deploy(order);

    assertThat(containers.infos()).isEmpty();
    assertThatThrownBy(() -> build("7#acme.Sample")).hasMessage("can't find container by id: 7");
    assertThat(process(inFlight).getMsg()).isEqualTo("one");
    inFlight.getWhenReleased().run();
    host.advance(Duration.ZERO);
    assertThat(files()).isEmpty();
  }

  @Test
  void versionThatIsTheMd5_isCheckedWithoutAnotherDigest() {
    var bytes = TestJar.answering("one").bytes();
    server.put("/api/jars/x", bytes);
    var md5 = TestJar.digest("MD5", bytes);

    deploy(new DeployContainer(ID, "rules", md5, "/api/jars/x", null, 1));

    assertThat(run("7#acme.Sample")).isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "d41d8cd98f00b204e9800998ecf8427e"})
  void jarWithoutTheRightDigest_isRefused(String version) {
    server.put("/api/jars/x", TestJar.answering("one").bytes());

    deploy(new DeployContainer(ID, "rules", version, "/api/jars/x", null, 1));

    assertRefused();
  }

  private void assertRefused() {
    assertThat(containers.infos()).isEmpty();
    assertThat(files()).isEmpty();
    assertThatThrownBy(() -> build("7#acme.Sample")).hasMessage("can't find container by id: 7");
  }

  @Test
  void jarThatWasTamperedWith_isRefused_andTheOldVersionGoesOn() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    var order = order(TestJar.answering("two"), "v2", 2);
    server.put("/api/jars/v2", TestJar.answering("evil").bytes());

    deploy(order);

    assertThat(run("7#acme.Sample")).isEqualTo("one");
    assertThat(files()).containsExactly("deployed.properties", "v1.jar");
  }

  @Test
  void truncatedDownload_leavesNothing_andWorksWhenRepeated() {
    var order = order(TestJar.answering("one"), "v1", 1);
    server.cutAfter(100);
    deploy(order);
    assertThat(files()).isEmpty();

    server.cutAfter(Integer.MAX_VALUE);
    deploy(order);

    assertThat(run("7#acme.Sample")).isEqualTo("one");
  }

  @Test
  void jarThatIsTooLarge_isRefused() {
    var noise = new StringBuilder();
    for (int i = 0; noise.length() < 2 * MAX_BYTES; i++) {
      noise.append(Long.toHexString(i * 0x9E3779B97F4A7C15L));
    }
    deploy(order(TestJar.answering("one").file("noise", noise.toString()), "v1", 1));

    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../v1", "", ".hidden", "a/b", "a b", "v1\u0000"})
  void versionThatIsNoFileName_isRefused(String version) {
    var order = order(TestJar.answering("one"), "x", 1);
    deploy(new DeployContainer(ID, "rules", version, order.downloadUrl(), order.sha256(), 1));

    assertThat(containers.infos()).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void tokenGoesToOwnServersOnly() throws IOException {
    try (var stranger = new JarServer()) {
      var bytes = TestJar.answering("one").bytes();
      stranger.put("/jar", bytes);
      var sha = TestJar.digest("SHA-256", bytes);

      deploy(new DeployContainer(ID, "rules", "v1", stranger.address() + "/jar", sha, 1));

      assertThat(run("7#acme.Sample")).isEqualTo("one");
      assertThat(stranger.requests()).containsExactly("/jar");
    }
    var order = order(TestJar.answering("two"), "v2", 2);
    deploy(
        new DeployContainer(
            ID, "rules", "v2", server.address() + order.downloadUrl(), order.sha256(), 2));
    assertThat(server.requests()).containsExactly("/api/jars/v2 with secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "jar:file:/x!/"})
  void addressThatIsNotHttp_isRefused(String url) {
    deploy(new DeployContainer(ID, "rules", "v1", url, "00", 1));

    assertRefused();
  }

  @Test
  void missingProperties_areToldWithPowerJobsText() throws IOException {
    server.describe(
        order(TestJar.answering("x").without("oms-worker-container.properties"), "v1", 1));

    assertThatThrownBy(() -> build("7#acme.Sample"))
        .isInstanceOf(PowerJobException.class)
        .hasMessage("invalid jar file because of no oms-worker-container.properties");
  }

  @Test
  void missingPackageName_isTold() throws IOException {
    server.describe(
        order(TestJar.answering("x").file("oms-worker-container.properties", "OTHER=x"), "v1", 1));

    assertThatThrownBy(() -> build("7#acme.Sample"))
        .hasMessage("invalid jar file: oms-worker-container.properties has no PACKAGE_NAME");
  }

  @Test
  void packageWithoutClasses_isTold() throws IOException {
    server.describe(
        order(
            TestJar.answering("x").file("oms-worker-container.properties", "PACKAGE_NAME=com.x"),
            "v1",
            1));

    assertThatThrownBy(() -> build("7#acme.Sample"))
        .hasMessage("invalid jar file: it has no class in PACKAGE_NAME 'com.x'");
  }

  @Test
  void whatIsNoJar_isTold() throws IOException {
    var bytes = "no jar".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    server.put("/api/jars/x", bytes);
    server.describe(
        new DeployContainer(ID, "rules", "v1", "/api/jars/x", TestJar.digest("SHA-256", bytes), 1));

    assertThatThrownBy(() -> build("7#acme.Sample")).hasMessageStartingWith("invalid jar file: ");
  }

  @Test
  void containerThatIsMissing_isAskedFor_thenFetched() throws IOException {
    server.describe(order(TestJar.answering("one"), "v1", 1));

    assertThat(run("7#acme.Sample")).isEqualTo("one");

    assertThat(server.requests())
        .containsExactly("/api/v1/containers/7 with secret", "/api/jars/v1 with secret");
    assertThat(containers.infos()).hasSize(1);
  }

  @Test
  void containerThatNobodyHas_isNotAskedForWithEachRun() throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> build("7#acme.Sample")).hasMessage("can't find container by id: 7");
    }
    assertThat(server.requests()).hasSize(1);

    ticker.advance(Containers.REFUSED);
    server.describe(order(TestJar.answering("one"), "v1", 1));
    assertThat(run("7#acme.Sample")).isEqualTo("one");
  }

  @Test
  void serverThatIsAway_isTheReason() {
    server.close();

    assertThatThrownBy(() -> build("7#acme.Sample"))
        .hasMessageContaining("container 7 is not on this worker, and ")
        .hasMessageContaining(server.address());
  }

  @Test
  void workerThatStartsAgain_hasItFromDisk_andLoadsItWhenNeeded() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    var before = containers.infos();
    containers.close();
    server.close();

    containers = worker("demo");

    assertThat(containers.infos()).isEqualTo(before);
    assertThat(run("7#acme.Sample")).isEqualTo("one");
  }

  @Test
  void jarOnDiskThatWasChanged_isNotLoaded() throws IOException {
    var order = order(TestJar.answering("one"), "v1", 1);
    deploy(order);
    containers.close();
    Files.write(jar("v1"), TestJar.answering("evil").bytes());
    server.describe(order);

    containers = worker("demo");

    assertThat(run("7#acme.Sample")).as("fetched again").isEqualTo("one");
  }

  @Test
  void containerOfAnotherApplication_isNotTaken() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    containers.close();

    containers = worker("other");

    assertThat(containers.infos()).isEmpty();
  }

  @Test
  void workerThatDoesNotAllowContainers_takesNone() {
    containers =
        new Containers(
            new ContainerOptions(false, "demo", folder, MAX_BYTES),
            new HttpContainerSource(server),
            host,
            ticker,
            changes::incrementAndGet);

    deploy(order(TestJar.answering("one"), "v1", 1));

    assertThat(containers.infos()).isEmpty();
    assertThat(server.requests()).isEmpty();
    assertThatThrownBy(() -> build("7#acme.Sample")).hasMessage(Containers.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme.Sample", "x#acme.Sample", "7#", "#acme.Sample", "-1#acme.Sample"})
  void malformedInfo_isTold(String info) {
    assertThatThrownBy(() -> build(info))
        .hasMessage(
            "processorInfo is '%s' but must be the id of a container, '#' and a class", info);
  }

  @Test
  void classThatIsNotThere_isTold_andHoldsNothing() {
    deploy(order(TestJar.answering("one"), "v1", 1));
    assertThatThrownBy(() -> build("7#acme.Other"))
        .hasMessage("class acme.Other was not found in this container");

    containers.received(new DestroyContainer(ID, 2));
    host.advance(Duration.ZERO);
    assertThat(files()).as("closed, so no run holds it").isEmpty();
  }

  @Test
  void handlerMethod_isFoundInTheContainer() {
    deploy(
        order(
            TestJar.of("acme")
                .source(
                    "acme.Handlers",
                    """
                    package acme;
                    public class Handlers {
                      @tech.powerjob.worker.annotation.PowerJobHandler(name = "clean")
                      public String clean() { return "cleaned"; }
                    }
                    """),
            "v1",
            1));

    assertThat(run("7#acme.Handlers#clean")).isEqualTo("cleaned");
  }

  /** Says nothing. */
  private static final class Silent implements OmsLogger {
    @Override
    public void debug(String messagePattern, Object... args) {}

    @Override
    public void info(String messagePattern, Object... args) {}

    @Override
    public void warn(String messagePattern, Object... args) {}

    @Override
    public void error(String messagePattern, Object... args) {}
  }
}
