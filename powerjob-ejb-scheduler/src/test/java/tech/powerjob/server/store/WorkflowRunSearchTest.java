package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.WorkflowInstanceStatus;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.workflow.WorkflowRun;
import tech.powerjob.server.workflow.run.RunQuery;

/** Searches for runs of workflows, as they are said in SQL. */
public class WorkflowRunSearchTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = 7;
  private static final int COUNT = 60;

  private Transactions transactions;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  /** Two runs in a second, then one each ten minutes, over more than half a day. */
  @BeforeEach
  void fill() {
    transactions = new Transactions(database(), 1);
    var all = new ArrayList<WorkflowRun>();
    for (int i = 0; i < COUNT; i++) {
      all.add(StoredRuns.run(id(i), APP, 1 + i % 3, status(i), at(i)));
    }
    all.add(StoredRuns.run(id(5) + 1, APP + 1, 1, WorkflowInstanceStatus.RUNNING, at(5)));
    new JdbcWorkflowRuns(transactions).insert(all);
  }

  private static Instant at(int i) {
    return T0.plusMillis(i % 2 == 0 ? 600_000L * i : 600_000L * (i - 1) + 400);
  }

  private static long id(int i) {
    return InstanceIds.firstOf(at(i));
  }

  private static WorkflowInstanceStatus status(int i) {
    return i % 20 == 0
        ? WorkflowInstanceStatus.RUNNING
        : i % 10 == 0 ? WorkflowInstanceStatus.FAILED : WorkflowInstanceStatus.SUCCEED;
  }

  private static RunQuery query(int skip, int limit) {
    return StoredRuns.query(null, Set.of(), null, skip, limit);
  }

  private List<Long> found(RunQuery query) {
    return new WorkflowRunSearch(transactions, APP, query)
        .page().stream().map(WorkflowRun::wfInstanceId).toList();
  }

  private long count(RunQuery query) {
    return new WorkflowRunSearch(transactions, APP, query).count();
  }

  /** Ids of runs, the newest first. */
  private static List<Long> ids(int newest, int step, int count) {
    var ids = new ArrayList<Long>();
    for (int i = newest; ids.size() < count; i -= step) {
      ids.add(id(i));
    }
    return ids;
  }

  @Test
  void newest_comeFirst_pageAfterPage() {
    assertThat(found(query(0, 10))).isEqualTo(ids(59, 1, 10));
    assertThat(found(query(0, 200))).isEqualTo(ids(59, 1, COUNT));
    assertThat(found(StoredRuns.query(null, Set.of(), id(50), 0, 10))).isEqualTo(ids(49, 1, 10));
    assertThat(found(StoredRuns.query(null, Set.of(), id(0), 0, 10))).isEmpty();
    assertThat(count(query(0, 10))).isEqualTo(COUNT);
  }

  @Test
  void skipped_areCounted_howeverFarTheyAreApart() {
    for (int skip = 0; skip <= COUNT; skip++) {
      assertThat(found(query(skip, 7)))
          .as("skip %d", skip)
          .isEqualTo(ids(59 - skip, 1, Math.min(7, COUNT - skip)));
    }
    assertThat(found(query(Integer.MAX_VALUE, 7))).isEmpty();
    assertThat(found(StoredRuns.query(3L, Set.of(), null, 4, 3))).isEqualTo(ids(59 - 12, 3, 3));
  }

  @Test
  void workflowAndStatus_areMet() {
    assertThat(found(StoredRuns.query(2L, Set.of(), null, 0, 4))).isEqualTo(ids(58, 3, 4));
    assertThat(found(StoredRuns.query(null, Set.of(WorkflowInstanceStatus.FAILED), null, 0, 10)))
        .isEqualTo(List.of(id(50), id(30), id(10)));
    assertThat(found(StoredRuns.query(2L, Set.of(WorkflowInstanceStatus.FAILED), null, 0, 10)))
        .isEqualTo(List.of(id(10)));
    assertThat(count(StoredRuns.query(2L, Set.of(WorkflowInstanceStatus.FAILED), null, 0, 10)))
        .isEqualTo(1);
  }

  @Test
  void unfinished_areFound_alsoFromAnIdOnAndByPages() {
    var unfinished = Set.of(WorkflowInstanceStatus.WAITING, WorkflowInstanceStatus.RUNNING);

    assertThat(found(StoredRuns.query(null, unfinished, null, 0, 10)))
        .isEqualTo(List.of(id(40), id(20), id(0)));
    assertThat(found(StoredRuns.query(null, unfinished, id(40), 0, 10)))
        .isEqualTo(List.of(id(20), id(0)));
    assertThat(found(StoredRuns.query(null, unfinished, null, 1, 1))).isEqualTo(List.of(id(20)));
    assertThat(found(StoredRuns.query(3L, unfinished, null, 0, 10))).isEqualTo(List.of(id(20)));
    assertThat(count(StoredRuns.query(null, unfinished, null, 0, 10))).isEqualTo(3);
    assertThat(
            found(
                StoredRuns.query(
                    null,
                    Set.of(WorkflowInstanceStatus.RUNNING, WorkflowInstanceStatus.FAILED),
                    null,
                    0,
                    2)))
        .isEqualTo(List.of(id(50), id(40)));
  }

  @Test
  void oneRun_orTimes_areMet_inTheirApplicationOnly() {
    assertThat(found(one(id(5)))).isEqualTo(List.of(id(5)));
    assertThat(found(one(id(5) + 1))).isEmpty();
    var between =
        new RunQuery(
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.of(at(10)),
            Optional.of(at(12)),
            Optional.empty(),
            0,
            10);
    assertThat(found(between)).isEqualTo(List.of(id(11), id(10)));
  }

  private static RunQuery one(long id) {
    return new RunQuery(
        Optional.empty(),
        Optional.of(id),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        10);
  }
}
