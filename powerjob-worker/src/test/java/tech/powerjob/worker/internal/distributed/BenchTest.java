package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Collections;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.junit.jupiter.api.Test;

class BenchTest {
  private static final Said NO_GREETING = null;

  private final Bench bench = new Bench(4);

  private static TaskPack pack(int first, int size) {
    return new TaskPack("0", "N", first, 0, 1, "t", Collections.nCopies(size, new byte[] {1}));
  }

  private static ClientMessage message(int deliveries, boolean alone) {
    var message = new ClientMessageImpl((byte) 0, true, 0, 0, (byte) 4, 16);
    message.setDeliveryCount(deliveries);
    if (alone) {
      message.putBooleanProperty(TaskMessages.ALONE, true);
    }
    return message;
  }

  private void take(TaskPack pack, int deliveries, boolean alone) {
    bench.take(pack, message(deliveries, alone), null, 0);
  }

  private void end(Bench.Waiting task) {
    task.work().close(task.index());
  }

  @Test
  void packThatComesForTheThirdTime_goesBackToRunAlone() {
    take(pack(0, 3), 2, false);
    assertThat(bench.hire()).isEqualTo(3);
    take(pack(10, 2), 3, false);
    take(pack(20, 1), 3, false);

    var words = bench.words(NO_GREETING);

    assertThat(words.back()).allMatch(Words.Back::alone);
    assertThat(words.back().stream().map(each -> each.pack().taskId(0)).toList())
        .containsExactly("0.10", "0.11", "0.20");
    assertThat(words.outcomes()).isEmpty();
  }

  @Test
  void suspect_beginsWhenTheOthersHaveEnded_andNothingElseIsTaken() throws Exception {
    take(pack(0, 1), 1, false);
    take(pack(1, 1), 3, true);
    assertThat(bench.hire()).isGreaterThanOrEqualTo(1);
    var first = bench.next();
    assertThat(first.work().pack().taskId(0)).isEqualTo("0.0");
    while (bench.hire() > 0) {
      assertThat(bench.next()).as("not beside the other").isNull();
    }
    assertThat(bench.next()).as("a thread that came too many").isNull();
    assertThat(bench.isBusy()).isTrue();
    end(first);

    assertThat(bench.next().work().pack().taskId(0)).isEqualTo("0.1");
    assertThat(bench.next()).isNull();
  }

  @Test
  void suspectThatLosesItsWorkerAgainAndAgain_fails() {
    take(pack(1, 1), 4, true);

    var outcomes = bench.words(NO_GREETING).outcomes();

    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).success()).isFalse();
    assertThat(outcomes.get(0).result()).contains("its workers were lost 5 times", "3 times");
    assertThat(bench.isBusy()).isFalse();
  }

  @Test
  void suspectThatWaitsWhenTheWorkerStops_goesBackAsOne() {
    take(pack(0, 1), 1, false);
    take(pack(1, 1), 1, true);
    bench.hire();
    bench.next();

    bench.drain();

    assertThat(bench.words(NO_GREETING).back())
        .extracting(each -> each.pack().taskId(0), Words.Back::alone)
        .isEqualTo(List.of(tuple("0.1", true)));
  }
}
