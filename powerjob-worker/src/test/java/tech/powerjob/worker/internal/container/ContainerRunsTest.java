package tech.powerjob.worker.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static tech.powerjob.worker.internal.Commands.run;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.wire.ContainerInfo;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.wire.DestroyContainer;
import tech.powerjob.wire.InstanceReport;
import tech.powerjob.worker.common.PowerJobWorkerConfig;
import tech.powerjob.worker.host.StandaloneHost;
import tech.powerjob.worker.internal.FakeServer;
import tech.powerjob.worker.internal.Ticker;
import tech.powerjob.worker.internal.WorkerRuntime;
import tech.powerjob.worker.internal.heartbeat.Heartbeats;

/** Containers as servers use them: by messages, with a whole worker and real threads. */
class ContainerRunsTest {
  private static final String WORKSPACE = "powerjob.worker.workspace";

  @TempDir Path folder;
  private final FakeServer server = new FakeServer();
  private final List<Object> told = Collections.synchronizedList(new ArrayList<>());
  private final List<WeakReference<ClassLoader>> loaders =
      Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch inside = new CountDownLatch(1);
  private final Semaphore leave = new Semaphore(0);
  private final AtomicInteger lastRevision = new AtomicInteger();
  private JarServer jars;
  private WorkerRuntime worker;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(WORKSPACE, folder.toString());
    jars = new JarServer();
    server.answersHttp(jars);
    var config = new PowerJobWorkerConfig();
    config.setAppName("demo");
    config.setAllowContainers(true);
    config.setStopTimeout(Duration.ofSeconds(5));
    // What the processors in the jars talk to; the types are the JDK's, so both sides know them.
    Function<Object, Object> ear = this::hear;
    config.setUserContext(ear);
    worker =
        new WorkerRuntime(
            config,
            new Heartbeats.Identity("w", "10.0.0.1:27777", null, "1"),
            new StandaloneHost(8),
            server,
            Ticker.SYSTEM);
    worker.start();
  }

  @AfterEach
  void stop() {
    System.clearProperty(WORKSPACE);
    worker.close();
    jars.close();
  }

  private Object hear(Object something) {
    if (something instanceof ClassLoader loader) {
      loaders.add(new WeakReference<>(loader));
    } else if (something.equals("wait")) {
      inside.countDown();
      leave.acquireUninterruptibly();
    } else {
      told.add(something);
    }
    return null;
  }

  private static TestJar jar(String body) {
    return TestJar.of("acme").source("acme.Sample", sample(body));
  }

  /** A processor that runs this code and tells its class loader; {@code ear} hears. */
  private static String sample(String body) {
    return """
        package acme;
        import java.util.function.Function;
        import tech.powerjob.worker.core.processor.*;
        import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
        public class Sample implements BasicProcessor {
          public static final ThreadLocal<Sample> HELD = new ThreadLocal<>();
          @SuppressWarnings("unchecked")
          @Override public ProcessResult process(TaskContext context) throws Exception {
            var ear = (Function<Object, Object>) context.getUserContext();
            ear.apply(getClass().getClassLoader());
            context.getOmsLogger().info("at work");
            %s
          }
        }
        """
        .formatted(body);
  }

  private void deploy(TestJar jar, String version) {
    var bytes = jar.bytes();
    jars.put("/api/jars/" + version, bytes);
    server.say(
        new DeployContainer(
            7,
            "rules",
            version,
            "/api/jars/" + version,
            TestJar.digest("SHA-256", bytes),
            lastRevision.incrementAndGet()));
    await().pollInterval(Duration.ofMillis(2)).until(() -> version.equals(toldVersion()));
  }

  private String toldVersion() {
    var beats = server.heartbeats();
    return beats.get(beats.size() - 1).containerInfos().stream()
        .map(ContainerInfo::version)
        .findAny()
        .orElse(null);
  }

  private InstanceReport ended(long instanceId) {
    Optional<InstanceReport> found =
        await()
            .pollInterval(Duration.ofMillis(2))
            .until(
                () ->
                    server.reports().stream()
                        .filter(each -> each.instanceId() == instanceId && each.endTime() != null)
                        .findAny(),
                Optional::isPresent);
    return found.orElseThrow();
  }

  private String resultOf(long instanceId) {
    server.say(run(instanceId).external("7#acme.Sample").command());
    return ended(instanceId).result();
  }

  private void assertAllCollected() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return loaders.stream().allMatch(loader -> loader.get() == null);
            });
  }

  private void destroy() {
    server.say(new DestroyContainer(7, lastRevision.incrementAndGet()));
    await().until(() -> toldVersion() == null);
  }

  @Test
  void twoVersions_runInFlightEndsInItsOwn_andIsCollectedThen() {
    deploy(
        jar("ear.apply(\"wait\"); return new ProcessResult(true, Late.TEXT);")
            .source(
                "acme.Late",
                "package acme; class Late { static final String TEXT = new String(\"old\"); }"),
        "v1");
    server.say(run(1).external("7#acme.Sample").command());
    await().until(() -> inside.getCount() == 0);

    deploy(jar("return new ProcessResult(true, \"new\");"), "v2");
    assertThat(resultOf(2)).isEqualTo("new");
    assertThat(loaders.get(0).get()).as("in use").isNotNull();
    leave.release();

    assertThat(ended(1))
        .extracting(InstanceReport::status, InstanceReport::result)
        .as("a class that it had not loaded before")
        .containsExactly(InstanceStatus.SUCCEED, "old");
    var old = loaders.get(0);
    await()
        .until(
            () -> {
              System.gc();
              return old.get() == null;
            });
  }

  @Test
  void hundredRedeploys_leaveNothingBehind() {
    var jar =
        jar(
            "HELD.set(this); try (var in = getClass().getResourceAsStream(\"/answer.txt\")) {"
                + " return new ProcessResult(true, new String(in.readAllBytes())); }");
    for (int i = 1; i <= 100; i++) {
      deploy(jar.file("answer.txt", "answer " + i), "v" + i);
      assertThat(resultOf(i)).isEqualTo("answer " + i);
    }
    destroy();

    assertThat(loaders).hasSize(100);
    assertAllCollected();
    await().until(() -> folder.resolve("container/7").toFile().list().length == 0);
  }

  @Test
  void objectsThatBecameJson_areForgotten() {
    deploy(
        jar("context.getWorkflowContext().appendData2WfContext(\"bean\", new Bean());"
                + " return new ProcessResult(true);")
            .source("acme.Bean", "package acme; public class Bean { public int size = 3; }"),
        "v1");
    server.say(run(1).external("7#acme.Sample").workflow(99).params(null, "{}").command());

    assertThat(ended(1).appendedWfContext()).containsEntry("bean", "{\"size\":3}");
    destroy();
    assertAllCollected();
  }

  @Test
  void driversOfTheContainer_areTakenBack() {
    deploy(
        TestJar.of("acme")
            .source(
                "acme.Driver",
                """
                package acme;
                import java.sql.*;
                public class Driver implements java.sql.Driver {
                  public Connection connect(String url, java.util.Properties info) { return null; }
                  public boolean acceptsURL(String url) { return false; }
                  public DriverPropertyInfo[] getPropertyInfo(String u, java.util.Properties i) {
                    return new DriverPropertyInfo[0];
                  }
                  public int getMajorVersion() { return 1; }
                  public int getMinorVersion() { return 0; }
                  public boolean jdbcCompliant() { return false; }
                  public java.util.logging.Logger getParentLogger() { return null; }
                }
                """)
            .source(
                "acme.Sample",
                sample(
                    "java.sql.DriverManager.registerDriver((java.sql.Driver)"
                        + " Class.forName(\"acme.Driver\").getConstructor().newInstance());"
                        + " return new ProcessResult(true);")),
        "v1");
    resultOf(1);

    destroy();

    assertAllCollected();
  }

  @Test
  void ownLibraryOfTheContainer_winsOverTheApplications() {
    var assertions = "org.assertj.core.api.Assertions";
    deploy(
        TestJar.of("acme")
            .source(
                assertions,
                """
                package org.assertj.core.api;
                public class Assertions { public static String whose() { return "mine"; } }
                """)
            .source(
                "acme.Sample",
                sample(
                    """
                    var type = Class.forName("org.assertj.core.api.Assertions");
                    var applications = Class.forName("org.awaitility.Awaitility");
                    var loader = Thread.currentThread().getContextClassLoader();
                    return new ProcessResult(
                        loader == getClass().getClassLoader(),
                        type.getMethod("whose").invoke(null) + " "
                            + (applications.getClassLoader() == BasicProcessor.class.getClassLoader()));
                    """)),
        "v1");

    assertThat(resultOf(1)).isEqualTo("mine true");
    assertThat(ended(1).status()).as("the context class loader").isEqualTo(InstanceStatus.SUCCEED);
  }

  @Test
  void springContext_isStarted_itsBeansRun_andItIsClosed() {
    deploy(springJar(), "v1");

    assertThat(resultOf(1)).isEqualTo("hello from a bean");
    destroy();
    await().until(() -> told.contains("closed"));
    assertAllCollected();
  }

  private static TestJar springJar() {
    return TestJar.of("acme")
        .file(
            "oms-worker-container-spring-context.xml",
            """
            <beans xmlns="http://www.springframework.org/schema/beans"
                xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                xmlns:context="http://www.springframework.org/schema/context"
                xsi:schemaLocation="http://www.springframework.org/schema/beans
                  http://www.springframework.org/schema/beans/spring-beans.xsd
                  http://www.springframework.org/schema/context
                  http://www.springframework.org/schema/context/spring-context.xsd">
              <context:component-scan base-package="acme"/>
            </beans>
            """)
        .source(
            "acme.Greeting",
            """
            package acme;
            import java.util.function.Function;
            @org.springframework.stereotype.Component
            public class Greeting implements org.springframework.beans.factory.DisposableBean {
              Function<Object, Object> ear;
              public String text() { return "hello from a bean"; }
              @Override public void destroy() { ear.apply("closed"); }
            }
            """)
        .source(
            "acme.Sample",
            """
            package acme;
            import java.util.function.Function;
            import tech.powerjob.worker.core.processor.*;
            import tech.powerjob.worker.core.processor.sdk.BasicProcessor;
            @org.springframework.stereotype.Component
            public class Sample implements BasicProcessor {
              private final Object greeting;
              public Sample(org.springframework.context.ApplicationContext context) {
                greeting = context.getBean("greeting");
              }
              @SuppressWarnings("unchecked")
              @Override public ProcessResult process(TaskContext context) throws Exception {
                var ear = (Function<Object, Object>) context.getUserContext();
                ear.apply(getClass().getClassLoader());
                var field = greeting.getClass().getDeclaredField("ear");
                field.set(greeting, ear);
                return new ProcessResult(
                    true, (String) greeting.getClass().getMethod("text").invoke(greeting));
              }
            }
            """);
  }

  @Test
  void threadsOfTheContainer_areTold() {
    deploy(
        jar(
            "var t = new Thread(() -> ear.apply(\"wait\"), \"left behind\"); t.start();"
                + " return new ProcessResult(true);"),
        "v1");
    resultOf(1);
    var loader = loaders.get(0).get();

    assertThat(Leftovers.threads(loader)).containsExactly("left behind");

    leave.release();
    await().until(() -> Leftovers.threads(loader).isEmpty());
  }

  @Test
  void missingContainer_isFetchedByTheRunThatNeedsIt() throws Exception {
    var bytes = TestJar.answering("fetched").bytes();
    jars.put("/api/jars/x", bytes);
    jars.describe(
        new DeployContainer(7, "rules", "v1", "/api/jars/x", TestJar.digest("SHA-256", bytes), 1));

    assertThat(resultOf(1)).isEqualTo("fetched");
    assertThat(toldVersion()).isEqualTo("v1");
  }

  @Test
  void containerThatIsNotToBeHad_failsTheRunWithTheReason() {
    assertThat(resultOf(1))
        .isEqualTo(
            "fetch Processor failed, please check your processorType and processorInfo config:"
                + " can't find container by id: 7");
  }
}
