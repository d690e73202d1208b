package tech.powerjob.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tech.powerjob.domain.testkit.SettableClock;
import tech.powerjob.server.store.H2;
import tech.powerjob.server.store.Topic;
import tech.powerjob.server.store.Topic.Kind;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.server.store.WatchRows;

public class SharedWatchesTest {
  private static final Topic FIVE = new Topic(Kind.APP, 5);
  private static final Topic SIX = new Topic(Kind.APP, 6);
  private static final Set<Topic> NOTHING = Set.of();

  private final WatchRows rows = new WatchRows(new Transactions(database(), 1));
  private final SettableClock clock = new SettableClock();
  private final SharedWatches viewers = new SharedWatches(rows, 1, clock);
  private final SharedWatches workers = new SharedWatches(rows, 2, clock);

  /** An empty database with the schema. */
  protected DataSource database() {
    return H2.migrated();
  }

  private Set<Topic> view(Set<Topic> watched) {
    var seen = viewers.look(watched, NOTHING);
    viewers.tell();
    return seen.changed();
  }

  private Set<Topic> work(Topic... changed) {
    var seen = workers.look(NOTHING, Set.of(changed));
    workers.tell();
    return seen.topics();
  }

  /** A viewer of application 5 whom the other server knows. */
  private void begin() {
    view(Set.of(FIVE));
    work();
    view(Set.of(FIVE));
  }

  @Test
  void interest_isSeenElsewhere_andToldOnceForWhatWasBefore() {
    assertThat(view(Set.of(FIVE))).isEmpty();
    assertThat(work()).containsExactly(FIVE);
    assertThat(view(Set.of(FIVE))).containsExactly(FIVE);
    assertThat(work()).containsExactly(FIVE);
    assertThat(view(Set.of(FIVE))).isEmpty();
  }

  @Test
  void changeElsewhere_isTold_andOnlyToWhomItConcerns() {
    begin();
    work(SIX);
    assertThat(view(Set.of(FIVE))).isEmpty();
    work(FIVE, SIX);
    assertThat(view(Set.of(FIVE))).containsExactly(FIVE);
    assertThat(view(Set.of(FIVE))).isEmpty();
  }

  @Test
  void ownChange_isNotToldToOneself() {
    begin();
    viewers.look(Set.of(FIVE), Set.of(FIVE));
    viewers.tell();
    assertThat(view(Set.of(FIVE))).isEmpty();
  }

  @Test
  void viewerWhoLeaves_isForgotten_andSeenAnewWhenTheyComeBack() {
    begin();
    view(NOTHING);
    assertThat(work()).isEmpty();
    view(Set.of(FIVE));
    work();
    assertThat(view(Set.of(FIVE))).containsExactly(FIVE);
  }

  @Test
  void serverThatHasGone_isForgotten_andCountsAgainWhenItIsBack() {
    begin();
    clock.advance(SharedWatches.LASTS);
    assertThat(work()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    work();
    assertThat(rows.all()).isEmpty();

    assertThat(view(Set.of(FIVE))).containsExactly(FIVE);
    view(Set.of(FIVE));
    work();
    assertThat(view(Set.of(FIVE))).containsExactly(FIVE);
  }

  @Test
  void interest_lastsAsLongAsItIsRenewed() {
    begin();
    for (int i = 0; i < 20; i++) {
      clock.advance(SharedWatches.RENEWED.plusSeconds(1));
      view(Set.of(FIVE));
      assertThat(work()).containsExactly(FIVE);
    }
    viewers.leave();
    assertThat(work()).isEmpty();
  }
}
