package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.instance.InstanceIds;
import tech.powerjob.domain.instance.JobInstance;

class NewestIdsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

  private final ScanCounter counter = new ScanCounter(H2.migrated());
  private final Transactions transactions = new Transactions(counter.dataSource(), 1);

  @Test
  void newestOfJobs_isFound_withoutALookAtTheirHistory() {
    var all = new ArrayList<JobInstance>();
    for (int second = 0; second < 10_000; second++) {
      var at = NOW.minusSeconds(second);
      all.add(JobInstance.waiting(InstanceIds.firstOf(at), aJob(1).build(), at).build());
    }
    long old = InstanceIds.firstOf(NOW.minusSeconds(20_000));
    all.add(JobInstance.waiting(old, aJob(2).build(), NOW).build());
    new JdbcInstances(transactions).insert(all);
    counter.scanned();

    assertThat(NewestIds.ofJobs(transactions).of(List.of(1L, 2L, 3L)))
        .isEqualTo(Map.of(1L, InstanceIds.firstOf(NOW), 2L, old));
    assertThat(counter.scanned()).isBetween(600L, 700L);
  }
}
