package tech.powerjob.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tech.powerjob.domain.testkit.JobBuilder.aJob;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tech.powerjob.domain.instance.InstanceChange.Refused;
import tech.powerjob.domain.instance.InstanceChange.Target;
import tech.powerjob.domain.instance.JobInstance;
import tech.powerjob.server.store.Topic.Kind;

class TouchedTest {
  private static final Instant T0 = Instant.parse("2026-03-04T05:06:00Z");
  private static final JobInstance INSTANCE =
      JobInstance.waiting(77, aJob(1).build(), T0).expectedTriggerTime(T0).build();
  private static final Topic APP = new Topic(Kind.APP, INSTANCE.appId());
  private static final Topic ONE = new Topic(Kind.INSTANCE, 77);

  private final Transactions transactions = new Transactions(H2.migrated(), 1);
  private final JdbcInstances instances = new JdbcInstances(transactions);
  private final Touched touched = transactions.touched();

  @Test
  void whatNobodyWatches_isNotGathered() {
    instances.insert(List.of(INSTANCE));
    touched.watch(Set.of(APP));
    assertThat(touched.take()).isEmpty();
  }

  @Test
  void insertAndChange_areTold_once() {
    touched.watch(Set.of(APP, ONE, new Topic(Kind.INSTANCE, 78)));
    instances.insert(List.of(INSTANCE));
    assertThat(touched.take()).containsExactlyInAnyOrder(APP, ONE);
    assertThat(touched.take()).isEmpty();
    instances.apply(List.of(new Refused(Target.of(INSTANCE), "no", T0)));
    assertThat(touched.take()).containsExactlyInAnyOrder(APP, ONE);
  }

  @Test
  void changeWithoutEffect_isNotTold() {
    instances.insert(List.of(INSTANCE));
    touched.watch(Set.of(APP));
    instances.apply(List.of(new Refused(new Target(77, INSTANCE.appId(), 9), "no", T0)));
    assertThat(touched.take()).isEmpty();
  }

  @Test
  void whatIsNoLongerWatched_isForgotten() {
    touched.watch(Set.of(APP, ONE));
    instances.insert(List.of(INSTANCE));
    touched.watch(Set.of(ONE));
    assertThat(touched.take()).containsExactly(ONE);
  }

  @Test
  void topics_areWrittenAndRead() {
    for (var kind : Kind.values()) {
      var topic = new Topic(kind, 1_005_236_672_922_648_640L);
      assertThat(Topic.parse(topic.toString())).contains(topic);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "app", "app:", "app:-1", "app:x", "APP:1", "app:99999999999999999999"})
  void somethingElse_isNoTopic(String text) {
    assertThat(Topic.parse(text)).isEmpty();
  }
}
