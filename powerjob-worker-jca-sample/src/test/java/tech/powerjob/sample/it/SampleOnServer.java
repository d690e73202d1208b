package tech.powerjob.sample.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Path;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.powerjob.common.enums.ExecuteType;
import tech.powerjob.common.enums.InstanceStatus;

/**
 * The sample on the resource adapter, on each application server in a test run of its own. It is
 * deployed before there is a PowerJob server.
 */
@ArquillianTest
abstract class SampleOnServer {
  @TempDir static Path folder;

  /** Orders of an earlier run may still be there. */
  private static final long FIRST = System.currentTimeMillis() * 10;

  static PowerJob powerJob;

  private final OrdersClient orders =
      new OrdersClient(Integer.getInteger("powerjob.it.application.port"));

  static ResourceAdapterArchive adapter() {
    return ShrinkWrap.createFromZipFile(
        ResourceAdapterArchive.class, new File(System.getProperty("powerjob.it.rar")));
  }

  static WebArchive sample() {
    return ShrinkWrap.createFromZipFile(
        WebArchive.class, new File(System.getProperty("powerjob.it.war")));
  }

  @BeforeAll
  static void startPowerJob() {
    powerJob = PowerJob.start(folder);
    powerJob.awaitWorker();
  }

  @AfterAll
  static void stopPowerJob() {
    powerJob.close();
  }

  @Test
  void committedSubmission_runsOnce() throws Exception {
    long job = powerJob.job("ship", ExecuteType.STANDALONE);

    var key = orders.take(FIRST + 1, job);

    await().atMost(PowerJob.PATIENCE).until(() -> orders.shipped(FIRST + 1).equals("1"));
    await()
        .atMost(PowerJob.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(powerJob.ofSubmission(key))
                    .singleElement()
                    .satisfies(
                        instance -> {
                          assertThat(instance.getStatus()).isEqualTo(InstanceStatus.SUCCEED.getV());
                          assertThat(instance.getResult()).isEqualTo("shipped " + (FIRST + 1));
                        }));
  }

  @Test
  void rolledBackSubmission_neverRuns() throws Exception {
    long job = powerJob.job("ship", ExecuteType.STANDALONE);
    int before = orders.requests();

    assertThat(orders.takeUnsellable(FIRST + 2, job)).isEqualTo(409);

    assertThat(orders.shipped(FIRST + 2)).isEqualTo("none");
    assertThat(orders.requests()).isEqualTo(before);
    // Those that were committed later have gone, so this one would have gone too.
    orders.take(FIRST + 3, job);
    await().atMost(PowerJob.PATIENCE).until(() -> orders.shipped(FIRST + 3).equals("1"));
    assertThat(powerJob.ofJob(job)).hasSize(1);
  }

  @Test
  void failingBean_isRolledBackAndItsRunSaysWhy() throws Exception {
    orders.take(FIRST + 4, powerJob.job("ship", ExecuteType.STANDALONE));
    await().atMost(PowerJob.PATIENCE).until(() -> orders.shipped(FIRST + 4).equals("1"));

    var ended =
        powerJob.awaitEnd(
            powerJob.run(powerJob.job("lose", ExecuteType.STANDALONE), String.valueOf(FIRST + 4)));

    assertThat(ended.getStatus()).isEqualTo(InstanceStatus.FAILED.getV());
    assertThat(ended.getResult()).contains("the van broke down").doesNotContain("EJBException");
    assertThat(orders.shipped(FIRST + 4)).isEqualTo("1");
  }

  @Test
  void stoppedSubmission_isInterrupted() throws Exception {
    var key = orders.take(FIRST + 5, powerJob.job("await-stock", ExecuteType.STANDALONE));
    await()
        .atMost(PowerJob.PATIENCE)
        .until(
            () ->
                powerJob.ofSubmission(key).stream()
                    .anyMatch(each -> each.getStatus() == InstanceStatus.RUNNING.getV()));

    orders.stop(key);

    await()
        .atMost(PowerJob.PATIENCE)
        .until(
            () ->
                powerJob.ofSubmission(key).stream()
                    .anyMatch(each -> each.getStatus() == InstanceStatus.STOPPED.getV()));
  }

  @Test
  void mapReduceBean_splitsItsWorkAndAddsItUp() {
    assertThat(resultOf("squares", ExecuteType.MAP_REDUCE, "100")).isEqualTo("338350");
  }

  @Test
  void streamReduceBean_readsTheResultsOfItsTasks() {
    assertThat(resultOf("longest-line", ExecuteType.MAP_REDUCE, "one\nthree\nfour")).isEqualTo("5");
  }

  @Test
  void broadcastBean_isCalledBeforeDuringAndAfter() {
    assertThat(resultOf("take-stock", ExecuteType.BROADCAST, "")).isEqualTo("succeed:2, failed:0");
  }

  private static String resultOf(String processorName, ExecuteType type, String params) {
    var ended = powerJob.awaitEnd(powerJob.run(powerJob.job(processorName, type), params));
    assertThat(ended.getStatus()).as(ended.getResult()).isEqualTo(InstanceStatus.SUCCEED.getV());
    return ended.getResult();
  }
}
