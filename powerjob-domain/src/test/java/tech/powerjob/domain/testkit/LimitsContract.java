package tech.powerjob.domain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.common.model.JobOptions.PoolUse;
import tech.powerjob.common.model.JobOptions.RateLimit;
import tech.powerjob.domain.dispatch.Limits;
import tech.powerjob.domain.dispatch.Limits.Claim;
import tech.powerjob.domain.dispatch.Limits.Outcome;
import tech.powerjob.domain.dispatch.Limits.Outcome.Admitted;
import tech.powerjob.domain.dispatch.Limits.Outcome.Gone;
import tech.powerjob.domain.dispatch.Limits.Outcome.PoolFull;
import tech.powerjob.domain.dispatch.Limits.Outcome.TooEarly;
import tech.powerjob.domain.dispatch.Limits.Outcome.TooMany;
import tech.powerjob.domain.dispatch.Limits.Waiters;
import tech.powerjob.domain.instance.InstanceChange.Dispatched;
import tech.powerjob.domain.instance.InstanceChange.Finished;
import tech.powerjob.domain.instance.InstanceChange.Parked;
import tech.powerjob.domain.instance.InstanceChange.Rescheduled;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.Instances;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.domain.instance.WaitingFor;
import tech.powerjob.domain.job.Job;

/** What every keeper of limits must do. */
public abstract class LimitsContract {
  /** The present as the contract sees it; stores with a clock of their own say what it shows. */
  protected abstract Instant start();

  /** An empty store and its limits. */
  protected abstract Store emptyStore();

  /** What a test needs. */
  public record Store(Instances instances, Limits limits, Pools pools) {}

  /** Makes pools. */
  @FunctionalInterface
  public interface Pools {
    void add(String name, int capacity);
  }

  private Store store;
  private Instant now;

  @BeforeEach
  void open() {
    store = emptyStore();
    now = start();
  }

  private JobInstance waiting(long id, Job job) {
    return waiting(id, job, now);
  }

  private JobInstance waiting(long id, Job job, Instant expected) {
    var instance = JobInstance.waiting(id, job, expected).build();
    store.instances().insert(List.of(instance));
    return instance;
  }

  private Claim claim(JobInstance instance, Job job) {
    return new Claim(
        instance, job, new Dispatched(Target.of(instance), "w", "w:1", now, now.plusSeconds(5)));
  }

  private List<Outcome> admit(Job job, JobInstance... instances) {
    return store
        .limits()
        .admit(Arrays.stream(instances).map(each -> claim(each, job)).toList(), now);
  }

  private JobInstance stored(long id) {
    return store.instances().find(id).orElseThrow();
  }

  private JobInstance park(long id, WaitingFor reason) {
    store
        .instances()
        .apply(List.of(new Parked(Target.of(stored(id)), reason, now.plusSeconds(60), now)));
    return stored(id);
  }

  private void finish(long id) {
    store.instances().apply(List.of(new Finished(Target.of(stored(id)), true, "done", now, now)));
  }

  @Test
  void moreThanAllowedAtOnce_areCounted() {
    var job = aJob(1).atMost(2).build();
    assertThat(admit(job, waiting(1, job), waiting(2, job), waiting(3, job)))
        .containsExactly(new Admitted(), new Admitted(), new TooMany(2));
    assertThat(stored(3).epoch()).isZero();
    finish(1);
    assertThat(admit(job, stored(3))).containsExactly(new Admitted());
    assertThat(stored(3).epoch()).isEqualTo(1);
  }

  @Test
  void claimOfWhatNoLongerWaits_isGoneAndCostsNothing() {
    var job = aJob(1).options(each -> each.setRateLimit(new RateLimit(1, 60_000))).build();
    var stale = waiting(1, job).with().epoch(7).build();
    assertThat(admit(job, stale)).containsExactly(new Gone());
    assertThat(admit(job, stored(1))).containsExactly(new Admitted());
  }

  @Test
  void permitsArePerPool_andAreFreeWhenRunsEndOrAreTriedAgain() {
    store.pools().add("db", 3);
    var big = aJob(1).options(each -> each.setPools(List.of(new PoolUse("db", 2)))).build();
    var small = aJob(2).options(each -> each.setPools(List.of(new PoolUse("db", null)))).build();
    assertThat(admit(big, waiting(1, big))).containsExactly(new Admitted());
    assertThat(admit(big, waiting(2, big)))
        .containsExactly(new PoolFull("db", 2, 2, Optional.of(3)));
    assertThat(admit(small, waiting(3, small))).containsExactly(new Admitted());
    store
        .instances()
        .apply(List.of(new Rescheduled(Target.of(stored(1)), true, true, "again", now, now)));
    assertThat(admit(big, stored(2))).containsExactly(new Admitted());
    finish(2);
    assertThat(admit(big, stored(1))).containsExactly(new Admitted());
  }

  @Test
  void whoWaitsForPermits_isNotOvertaken() {
    store.pools().add("db", 2);
    var big = aJob(1).options(each -> each.setPools(List.of(new PoolUse("db", 2)))).build();
    var small = aJob(2).options(each -> each.setPools(List.of(new PoolUse("db", 1)))).build();
    admit(small, waiting(1, small));
    admit(big, waiting(2, big));
    park(2, WaitingFor.POOL);
    assertThat(admit(small, waiting(3, small, now.plusMillis(1))))
        .containsExactly(new PoolFull("db", 1, 1, Optional.of(2)));
    park(3, WaitingFor.POOL);
    assertThat(store.limits().waitingForPools(JobBuilder.APP, List.of("db"), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(2L, 3L);
    finish(1);
    assertThat(store.limits().admit(List.of(claim(stored(2), big), claim(stored(3), small)), now))
        .containsExactly(new Admitted(), new PoolFull("db", 1, 2, Optional.of(2)));
  }

  @Test
  void unknownPool_admitsNobody() {
    var job = aJob(1).options(each -> each.setPools(List.of(new PoolUse("none", 1)))).build();
    assertThat(admit(job, waiting(1, job)))
        .containsExactly(new PoolFull("none", 1, 0, Optional.empty()));
  }

  @Test
  void startsBeyondTheRate_getPlacesOneAfterTheOther() {
    var job = aJob(1).options(each -> each.setRateLimit(new RateLimit(2, 200_000))).build();
    var outcomes = admit(job, waiting(1, job), waiting(2, job), waiting(3, job), waiting(4, job));
    assertThat(outcomes.subList(0, 2)).containsExactly(new Admitted(), new Admitted());
    var third = ((TooEarly) outcomes.get(2)).slot();
    var fourth = ((TooEarly) outcomes.get(3)).slot();
    assertThat(third).isAfter(now.plusSeconds(60));
    assertThat(fourth).isEqualTo(third.plusSeconds(100));
    var newcomer = (TooEarly) admit(job, waiting(5, job)).get(0);
    assertThat(newcomer.slot()).isBetween(fourth.plusMillis(99_000), fourth.plusMillis(101_000));
  }

  @Test
  void waiting_isInTheOrderOfTurns() {
    var job = aJob(1).build();
    var urgent = aJob(1).options(each -> each.setPriority(7)).build();
    waiting(1, job, now.minusSeconds(30));
    waiting(2, job, now);
    waiting(3, urgent, now);
    waiting(4, job, now);
    for (long id = 1; id <= 4; id++) {
      park(id, id == 4 ? WaitingFor.WORKER : WaitingFor.TURN);
    }
    var line = new Waiters(JobBuilder.APP, Optional.of(1L), WaitingFor.TURN);
    assertThat(store.limits().waiting(line, 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L, 3L, 2L);
    assertThat(store.limits().waiting(line, 1)).hasSize(1);
    assertThat(store.limits().queued(1)).isEqualTo(3);
    assertThat(
            store
                .limits()
                .waiting(new Waiters(JobBuilder.APP, Optional.empty(), WaitingFor.WORKER), 10))
        .extracting(JobInstance::instanceId)
        .containsExactly(4L);
  }

  @Test
  void dispatched_areTheOldestFirst() {
    var job = aJob(1).build();
    admit(job, waiting(1, job));
    now = now.plusSeconds(1);
    admit(job, waiting(2, job));
    assertThat(store.limits().dispatched(1, 1))
        .extracting(JobInstance::instanceId)
        .containsExactly(1L);
    finish(1);
    assertThat(store.limits().dispatched(1, 9))
        .extracting(JobInstance::instanceId)
        .containsExactly(2L);
  }
}
