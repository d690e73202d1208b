package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.task.TaskHome;
import tech.powerjob.domain.task.TaskHome.Dispatch;
import tech.powerjob.domain.task.TaskRuns.Place;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.TaskReport.Counts;
import tech.powerjob.wire.TaskReport.Ended;
import tech.powerjob.wire.TaskReport.Running;

public class JdbcTaskRunsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = 7;

  private Transactions transactions;
  private JdbcTaskRuns here;
  private JdbcTaskRuns elsewhere;
  private TaskPages pages;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  protected Dialect dialect() {
    return Dialect.H2;
  }

  @BeforeEach
  void open() {
    transactions = new Transactions(database(), 4);
    here = new JdbcTaskRuns(transactions, dialect(), "here:1");
    elsewhere = new JdbcTaskRuns(transactions, dialect(), "elsewhere:1");
    pages = new TaskPages(transactions);
  }

  private static Place settle(JdbcTaskRuns runs, int generation, long epoch) {
    return runs.settle(List.of(new Dispatch(1, APP, generation, epoch)), NOW).get(1L);
  }

  /** A server with this broker, which has just renewed its lease or let it go. */
  private void server(String broker, boolean live) {
    var leases = new Leases(transactions, dialect());
    var self = leases.register("http-of-" + broker, List.of(broker), NOW);
    leases.renew(self, Duration.ofSeconds(5), Duration.ZERO);
    if (!live) {
      leases.release(self);
    }
  }

  private static Ended ended(String id, boolean success) {
    return new Ended(id, "name", success, "结果 of " + id, "10.0.0.1:1", 2, 5, 6, "[1]");
  }

  private static TaskReport report(
      int generation, long epoch, long sequence, long page, List<Ended> ended) {
    return new TaskReport(
        "w1",
        1,
        epoch,
        generation,
        sequence,
        page,
        new Counts(10 * sequence, sequence, 1, 2, 3, 4),
        ended,
        List.of(new Running("0.9", "name", "10.0.0.2:1", 77)));
  }

  @Test
  void firstDispatch_makesItsServerTheHome() {
    var place = settle(here, 1, 4);

    assertThat(place.home()).isEqualTo(new TaskHome(1, APP, 1, 4, "here:1", Optional.empty()));
    assertThat(place.movedFrom()).isEmpty();
  }

  @Test
  void sameGeneration_staysWithAHomeThatLivesOrHasJustStopped() {
    server("here:1", true);
    settle(here, 1, 4);
    assertThat(settle(elsewhere, 1, 5).home().broker()).isEqualTo("here:1");

    server("here:1", false);
    assertThat(settle(elsewhere, 1, 6).home())
        .isEqualTo(new TaskHome(1, APP, 1, 4, "here:1", Optional.empty()));
  }

  @Test
  void homeOfNoServer_isGivenUpWithItsProgress() {
    settle(here, 1, 4);
    pages.store(APP, report(1, 4, 1, 1, List.of(ended("0.1", true))), NOW);

    var place = settle(elsewhere, 1, 5);
    assertThat(place.movedFrom()).contains("here:1");
    assertThat(place.home().epoch()).isEqualTo(5);
    assertThat(pages.state(1).orElseThrow().counts().total()).isZero();
    pages.store(APP, report(1, 4, 9, 2, List.of(ended("0.2", true))), NOW);
    assertThat(pages.state(1).orElseThrow().counts().total()).isZero();
    assertThat(pages.deleteLeftovers(1, 5)).isOne();
  }

  @Test
  void newGeneration_beginsAnewAndShutsTheOldOut() {
    server("here:1", true);
    settle(here, 1, 4);
    pages.store(APP, report(1, 4, 5, 1, List.of(ended("0.1", true))), NOW);
    var place = settle(elsewhere, 2, 6);

    assertThat(place.home()).isEqualTo(new TaskHome(1, APP, 2, 6, "elsewhere:1", Optional.empty()));
    assertThat(place.movedFrom()).isEmpty();
    pages.store(APP, report(1, 4, 6, 2, List.of()), NOW);
    assertThat(pages.state(1).orElseThrow().counts().total()).isZero();
    assertThat(settle(here, 1, 5)).isNull();
  }

  @Test
  @Timeout(60)
  void manyServersAtOnce_agreeOnOneHome() throws Exception {
    server("here:1", true);
    server("elsewhere:1", true);
    var pool = Executors.newFixedThreadPool(4);
    try {
      var work = new ArrayList<Callable<String>>();
      for (var runs : List.of(here, elsewhere, here, elsewhere)) {
        work.add(
            () ->
                runs
                    .settle(
                        IntStream.range(1, 20).mapToObj(i -> new Dispatch(i, APP, 1, 1)).toList(),
                        NOW)
                    .values()
                    .stream()
                    .map(place -> place.home().instanceId() + place.home().broker())
                    .sorted()
                    .toList()
                    .toString());
      }
      assertThat(
              pool.invokeAll(work).stream()
                  .map(
                      each -> {
                        try {
                          return each.get();
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      })
                  .distinct())
          .hasSize(1);
    } finally {
      pool.shutdownNow();
      pool.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void largerSequence_counts() {
    settle(here, 1, 4);
    pages.store(APP, report(1, 4, 2, 0, List.of()), NOW);
    pages.store(APP, report(1, 5, 3, 0, List.of()), NOW.plusSeconds(1));
    pages.store(APP, report(1, 4, 1, 0, List.of()), NOW.plusSeconds(2));

    var state = pages.state(1).orElseThrow();
    assertThat(state.counts()).isEqualTo(new Counts(30, 3, 1, 2, 3, 4));
    assertThat(state.running()).extracting(Running::taskId).containsExactly("0.9");
    assertThat(state.workerId()).isEqualTo("w1");
    assertThat(state.reported()).isEqualTo(NOW.plusSeconds(1).toEpochMilli());
    assertThat(here.begun(List.of(1L, 2L))).containsOnlyKeys(1L).containsValue(NOW);
  }

  @Test
  void pageTwiceAndOutOfOrder_isThereOnce() {
    settle(here, 1, 4);
    pages.store(APP, report(1, 4, 7, 2, List.of(ended("0.2", false))), NOW);
    pages.store(APP, report(1, 4, 3, 1, List.of(ended("0.1", true))), NOW);
    pages.store(APP, report(1, 4, 7, 2, List.of(ended("0.2", false))), NOW);

    assertThat(pages.pages(1, 4, 99, false, 10))
        .extracting(TaskPages.Page::number)
        .containsExactly(2L, 1L);
    assertThat(pages.pages(1, 4, 99, true, 10))
        .containsExactly(new TaskPages.Page(2, List.of(ended("0.2", false))));
    assertThat(pages.pages(1, 4, 2, false, 10))
        .extracting(TaskPages.Page::number)
        .containsExactly(1L);
  }

  @Test
  void reportOfAnotherApplication_isIgnored() {
    settle(here, 1, 4);
    pages.store(APP + 1, report(1, 4, 2, 1, List.of(ended("0.1", true))), NOW);
    pages.store(APP, report(1, 3, 2, 1, List.of(ended("0.1", true))), NOW);

    assertThat(pages.state(1).orElseThrow().reported()).isNull();
    assertThat(pages.pages(1, 4, 99, false, 10)).isEmpty();
  }

  @Test
  void reopened_isToldToTheNextCoordinatorUntilItIsClosed() {
    settle(here, 1, 4);
    pages.store(APP, report(1, 4, 2, 3, List.of(ended("0.1", false))), NOW);
    assertThat(here.reopen(1, 4, 6)).isTrue();

    assertThat(settle(here, 1, 7).home().reopenedAfter()).contains(6L);
    assertThat(pages.state(1).orElseThrow().reopenedPage()).contains(3L);
    assertThat(here.begun(List.of(1L))).isEmpty();
    assertThat(here.close(1, 4, Optional.empty())).isFalse();
    assertThat(here.close(1, 4, Optional.of(6L))).isTrue();
    assertThat(here.reopen(1, 4, 8)).isFalse();
  }

  @Test
  void remains_tellHowAnInstanceEnded() {
    var instances = new JdbcInstances(transactions);
    instances.insert(List.of(JobInstance.waiting(1, aJob(1).build(), NOW).build()));
    settle(here, 1, 1);
    assertThat(here.remains(List.of(1L, 2L)).get(1L).finished()).isNull();

    var waiting = instances.find(1).orElseThrow();
    instances.apply(List.of(new Dispatched(Target.of(waiting), "w1", "w1:1", NOW, NOW)));
    var sent = instances.find(1).orElseThrow();
    instances.apply(List.of(new Finished(Target.of(sent), true, "ok", NOW, NOW)));
    var remains = here.remains(List.of(1L, 2L));
    assertThat(remains).containsOnlyKeys(1L);
    assertThat(remains.get(1L).finished()).isEqualTo(NOW.toEpochMilli());
    assertThat(remains.get(1L).status()).isEqualTo(5);
  }

  @Test
  void deletedInstance_takesItsTasksAlong() {
    var instances = new JdbcInstances(transactions);
    instances.insert(List.of(JobInstance.waiting(1, aJob(1).build(), NOW).build()));
    settle(here, 1, 1);
    pages.store(APP, report(1, 1, 2, 1, List.of(ended("0.1", true))), NOW);
    var waiting = instances.find(1).orElseThrow();
    instances.apply(List.of(new Dispatched(Target.of(waiting), "w1", "w1:1", NOW, NOW)));
    var sent = instances.find(1).orElseThrow();
    instances.apply(List.of(new Finished(Target.of(sent), true, "ok", NOW, NOW)));

    new OldInstances(transactions).deleteSome(Partitions.all(), NOW.plusSeconds(60));
    assertThat(pages.state(1)).isEmpty();
    assertThat(pages.pages(1, 1, 99, false, 10)).isEmpty();
  }
}
