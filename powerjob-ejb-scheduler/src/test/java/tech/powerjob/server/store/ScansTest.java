package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;

/** How much of a long history searches look at in H2, which goes through no index from its end. */
class ScansTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = aJob(1).build().getAppId();
  private static final int COUNT = 20_000;

  private final ScanCounter counter = new ScanCounter(H2.migrated());
  private final Transactions transactions = new Transactions(counter.dataSource(), 1);

  /** One each second; a few have not ended. */
  @BeforeEach
  void fill() {
    new JdbcWorkflowRuns(transactions)
        .insert(
            IntStream.range(0, COUNT)
                .mapToObj(
                    i ->
                        StoredRuns.run(
                            id(i),
                            APP,
                            i % 10,
                            i % 1_000 == 0
                                ? WorkflowInstanceStatus.RUNNING
                                : WorkflowInstanceStatus.SUCCEED,
                            T0.plusSeconds(i)))
                .toList());
    counter.scanned();
  }

  private static long id(int i) {
    return InstanceIds.firstOf(T0.plusSeconds(i));
  }

  private long scanned(Long workflow, Set<WorkflowInstanceStatus> statuses, Long before, int skip) {
    var query = StoredRuns.query(workflow, statuses, before, skip, 20);
    assertThat(new WorkflowRunSearch(transactions, APP, query).page()).isNotEmpty();
    return counter.scanned();
  }

  @Test
  void pageOfRuns_looksAtLittleMoreThanItShows() {
    assertThat(scanned(null, Set.of(), null, 0)).isLessThan(200);
    assertThat(scanned(null, Set.of(), id(COUNT / 2), 0)).isLessThan(200);
    assertThat(scanned(null, Set.of(), null, 100)).isLessThan(1_000);
    assertThat(scanned(3L, Set.of(), null, 0)).isLessThan(200);
    assertThat(scanned(3L, Set.of(WorkflowInstanceStatus.SUCCEED), null, 0)).isLessThan(200);
  }

  @Test
  void gaps_arePassedInFewSteps_howeverLittleIsWanted() {
    var years = T0.minus(Duration.ofDays(2_000));
    new JdbcWorkflowRuns(transactions)
        .insert(
            List.of(
                StoredRuns.run(
                    InstanceIds.firstOf(years), APP, 77, WorkflowInstanceStatus.SUCCEED, years)));
    new JdbcInstances(transactions)
        .insert(
            Stream.of(years, T0)
                .map(at -> JobInstance.waiting(InstanceIds.firstOf(at), aJob(77).build(), at))
                .map(JobInstance.Builder::build)
                .toList());
    counter.queries();

    assertThat(
            new WorkflowRunSearch(
                    transactions,
                    APP,
                    StoredRuns.query(77L, Set.of(), InstanceIds.firstOf(T0), 0, 1))
                .page())
        .hasSize(1);
    assertThat(counter.queries()).isLessThan(20);
    assertThat(
            InstanceSearch.floor(
                transactions, APP, InstanceFilter.newest(1).with(77L, null, null), 2))
        .isEmpty();
    assertThat(counter.queries()).isLessThan(20);
  }

  @Test
  void unfinishedRuns_areFoundAmongThemselves() {
    var running = Set.of(WorkflowInstanceStatus.RUNNING);

    assertThat(scanned(null, running, null, 0)).isLessThan(50);
    assertThat(scanned(null, running, id(COUNT / 2), 0)).isLessThan(50);
    assertThat(scanned(0L, running, id(COUNT / 2), 0)).isLessThan(50);
  }

  @Test
  void unfinishedInstances_areFoundAmongThemselves_alsoFromAnIdOn() {
    new JdbcInstances(transactions)
        .insert(
            IntStream.range(0, COUNT)
                .mapToObj(
                    i ->
                        JobInstance.waiting(id(i), aJob(1).build(), T0)
                            .deadline(i % 1_000 == 0 ? Optional.of(T0) : Optional.<Instant>empty())
                            .build())
                .toList());
    counter.scanned();
    var waiting =
        InstanceFilter.newest(10)
            .with(null, InstanceStatus.WAITING_DISPATCH, null)
            .from(id(COUNT / 2), 10);

    assertThat(InstanceSearch.of(transactions, APP, waiting).page(0, 10))
        .extracting(JobInstance::instanceId)
        .startsWith(id(9_000))
        .hasSize(10);
    assertThat(counter.scanned()).isLessThan(50);
  }
}
