package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.job.Job;
import tech.powerjob.domain.job.Jobs;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.job.JobChanged;

class CachedJobsTest {
  private final AtomicLong clock = new AtomicLong();
  private final Store store = new Store();
  private final CachedJobs jobs = new CachedJobs(store, clock::get);

  @Test
  void jobThatWasJustRead_isNotReadAgain() {
    var first = job(1);

    assertThat(job(1)).isSameAs(first);
    assertThat(store.reads).isEqualTo(1);
  }

  @Test
  void jobThatWasReadLongAgo_isReadAgain() {
    var first = job(1);
    clock.addAndGet(CachedJobs.FRESHNESS.toNanos());

    assertThat(job(1)).isNotSameAs(first);
  }

  @Test
  void changedJob_isReadAgainAtOnce_andOthersAreNot() {
    var first = job(1);
    var other = job(2);
    jobs.changed(new JobChanged(1, 1));

    assertThat(job(1)).isNotSameAs(first);
    assertThat(job(2)).isSameAs(other);
  }

  @Test
  void jobThatChangesWhileItIsRead_isNotKept() {
    store.duringRead = () -> jobs.changed(new JobChanged(1, 1));
    var old = job(1);
    store.duringRead = () -> {};

    assertThat(job(1)).isNotSameAs(old);
  }

  @Test
  void onlyMissingJobs_areRead() {
    var first = job(1);

    var both = jobs.findAll(List.of(1L, 2L));

    assertThat(both).containsOnlyKeys(1L, 2L).containsEntry(1L, first);
    assertThat(store.lastIds).containsExactly(2L);
  }

  @Test
  void unknownJob_isMissing_andLookedForAgain() {
    assertThat(jobs.findAll(List.of(-1L))).isEmpty();
    assertThat(jobs.findAll(List.of(-1L))).isEmpty();
    assertThat(store.reads).isEqualTo(2);
  }

  private Job job(long id) {
    return jobs.findAll(List.of(id)).get(id);
  }

  /** Has every job with a positive id, as a new object each time. */
  private static final class Store implements Jobs {
    private int reads;
    private Collection<Long> lastIds;
    private Runnable duringRead = () -> {};

    @Override
    public List<Job> findDue(Partitions partitions, Instant until, int limit) {
      return List.of();
    }

    @Override
    public Map<Long, Job> findAll(Collection<Long> ids) {
      reads++;
      lastIds = List.copyOf(ids);
      var found = new HashMap<Long, Job>();
      ids.stream().filter(id -> id > 0).forEach(id -> found.put(id, aJob(id).build()));
      duringRead.run();
      return found;
    }
  }
}
