package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.domain.instance.JobInstance;

/** Searches of users, as they are said in SQL. */
public class SearchTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private static final long APP = aJob(1).build().getAppId();

  private Transactions transactions;

  /** An empty database. */
  protected DataSource database() {
    return H2.migrated();
  }

  @BeforeEach
  void fill() {
    transactions = new Transactions(database(), 1);
    new JdbcInstances(transactions)
        .insert(
            List.of(
                instance(10, 1, all -> all.instanceParams("50% of_this").outerKey("k")),
                instance(20, 1, all -> all.instanceParams("50 of xthis").result("WENT Well!")),
                instance(30, 2, all -> all.taskTrackerAddress("10.0.0.7:27777")),
                instance(40, 2, all -> all.expectedTriggerTime(NOW.plusSeconds(60)))));
  }

  private static JobInstance instance(
      long id, long jobId, UnaryOperator<JobInstance.Builder> more) {
    return more.apply(JobInstance.waiting(id, aJob(jobId).build(), NOW).expectedTriggerTime(NOW))
        .build();
  }

  private List<Long> found(long appId, InstanceFilter filter) {
    return InstanceSearch.of(transactions, appId, filter).page(0, filter.limit()).stream()
        .map(JobInstance::instanceId)
        .toList();
  }

  private static InstanceFilter text(String text) {
    return new InstanceFilter(
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(text),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        10);
  }

  @Test
  void text_isFoundInParametersAndResult_whateverItsCase_andLiterally() {
    assertThat(found(APP, text("OF"))).containsExactly(20L, 10L);
    assertThat(found(APP, text("50%"))).containsExactly(10L);
    assertThat(found(APP, text("f_t"))).containsExactly(10L);
    assertThat(found(APP, text("went well!"))).containsExactly(20L);
    assertThat(found(APP, text("' OR 1=1 --"))).isEmpty();
    assertThat(found(APP + 1, text("OF"))).isEmpty();
  }

  @Test
  void otherConditions_areAllMet_theNewestFirst() {
    assertThat(found(APP, filter(Optional.of(2L), List.of(), null, null, null, null)))
        .containsExactly(40L, 30L);
    var waiting = List.of(InstanceStatus.WAITING_DISPATCH, InstanceStatus.FAILED);
    assertThat(found(APP, filter(Optional.of(1L), waiting, "k", null, null, null)))
        .containsExactly(10L);
    assertThat(found(APP, filter(Optional.empty(), List.of(), null, "0.7:", null, null)))
        .containsExactly(30L);
    assertThat(found(APP, filter(Optional.empty(), List.of(), null, null, NOW.plusMillis(1), null)))
        .containsExactly(40L);
    assertThat(found(APP, filter(Optional.empty(), List.of(), null, null, NOW, 40L)))
        .containsExactly(30L, 20L, 10L);
  }

  @Test
  void boundedSearch_findsTheSame_andSaysWhereToGoOnWhenItsTimeIsUp() {
    var all = new BoundedSearch(transactions, () -> 0).find(APP, text("OF"));
    assertThat(all.instances()).extracting(JobInstance::instanceId).containsExactly(20L, 10L);
    assertThat(all.next()).isNull();

    var first = new BoundedSearch(transactions, () -> 0).find(APP, text("OF").from(20, 1));
    assertThat(first.instances()).extracting(JobInstance::instanceId).containsExactly(10L);
    assertThat(first.next()).isEqualTo(10);
  }

  private static InstanceFilter filter(
      Optional<Long> jobId,
      List<InstanceStatus> statuses,
      String outerKey,
      String worker,
      Instant from,
      Long before) {
    return new InstanceFilter(
        jobId,
        statuses,
        Optional.ofNullable(outerKey),
        Optional.ofNullable(worker),
        Optional.empty(),
        Optional.ofNullable(from),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(before),
        10);
  }
}
