package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.Trigger;

class BackfillsTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final Backfills backfills = new Backfills(transactions);
  private final JdbcInstances instances = new JdbcInstances(transactions);

  private static List<JobInstance> instances(long jobId, int firstId, int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(
            second ->
                JobInstance.waiting(firstId + second, aJob(jobId).build(), T0)
                    .trigger(Trigger.BACKFILL)
                    .expectedTriggerTime(T0.minusSeconds(100 - second))
                    .build())
        .toList();
  }

  @Test
  void sameRangeAgain_addsNothing() {
    assertThat(backfills.add(instances(1, 1_000, 1, 5))).hasSize(5);
    assertThat(backfills.add(instances(1, 2_000, 1, 5))).isEmpty();
    assertThat(instances.find(1_005)).isPresent();
    assertThat(instances.find(2_005)).isEmpty();
  }

  @Test
  void overlappingRange_addsTheRest() {
    backfills.add(instances(1, 1_000, 1, 5));
    assertThat(backfills.add(instances(1, 2_000, 4, 8)))
        .extracting(JobInstance::instanceId)
        .containsExactly(2_006L, 2_007L, 2_008L);
  }

  @Test
  void otherJob_isNotConcerned() {
    backfills.add(instances(1, 1_000, 1, 5));
    assertThat(backfills.add(instances(2, 2_000, 1, 5))).hasSize(5);
  }
}
