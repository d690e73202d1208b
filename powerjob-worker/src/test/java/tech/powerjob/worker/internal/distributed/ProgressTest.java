package tech.powerjob.worker.internal.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Map<String, Integer> NONE = Map.of();

  private final Progress progress = new Progress();

  @Test
  void rootWithoutChildren_isComplete() {
    assertThat(progress.isComplete()).isFalse();
    assertThat(progress.ended("0", true, Map.of("0", 0))).isTrue();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.total()).isEqualTo(1);
  }

  @Test
  void childrenThatEndBeforeTheirParent_count() {
    progress.mapped("0", 2);
    progress.ended("0.1", true, NONE);
    progress.ended("0.0", false, NONE);
    assertThat(progress.isComplete()).isFalse();
    assertThat(progress.total()).isEqualTo(3);
    progress.ended("0", true, Map.of("0", 2));
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.succeeded()).isEqualTo(2);
    assertThat(progress.failed()).isEqualTo(1);
  }

  @Test
  void endThatComesTwice_countsOnce_evenAfterAllOthers() {
    progress.ended("0", true, Map.of("0", 1));
    assertThat(progress.ended("0.0", true, NONE)).isTrue();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.ended("0.0", true, NONE)).isFalse();
    assertThat(progress.ended("0", true, Map.of("0", 1))).isFalse();
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.repeated()).isEqualTo(2);
    assertThat(progress.total()).isEqualTo(2);
  }

  @Test
  void childrenOfSeveralExecutionsOfTheRoot_areAllWaitedFor() {
    progress.ended("0.0", true, NONE);
    progress.ended("0~2.0", true, NONE);
    progress.ended("0", true, Map.of("0", 1, "0~2", 2));
    assertThat(progress.isComplete()).isFalse();
    progress.ended("0~2.1", true, NONE);
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.total()).isEqualTo(4);
  }

  @Test
  void childThatItsParentDoesNotKnow_doesNotStandForOneThatItKnows() {
    progress.ended("0.7", true, NONE);
    progress.ended("0", true, Map.of("0", 2));
    progress.ended("0.0", true, NONE);
    progress.ended("0.5", true, NONE);
    assertThat(progress.isComplete()).isFalse();
    progress.ended("0.1", true, NONE);
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.total()).isEqualTo(4);
  }

  @Test
  void failedTaskThatIsReopened_isWaitedForWithWhatItMapsNow() {
    progress.ended("0", true, Map.of("0", 2));
    progress.ended("0.0", true, NONE);
    progress.ended("0.1", false, Map.of("0.1", 1));
    progress.ended("0.1.0", true, NONE);
    assertThat(progress.isComplete()).isTrue();

    progress.reopen("0.1");
    assertThat(progress.isComplete()).isFalse();
    assertThat(progress.failed()).isZero();
    progress.ended("0.1~2.0", true, NONE);
    assertThat(progress.ended("0.1", true, Map.of("0.1~2", 2))).isTrue();
    assertThat(progress.isComplete()).isFalse();
    progress.ended("0.1~2.1", true, NONE);
    assertThat(progress.isComplete()).isTrue();
    assertThat(progress.succeeded()).isEqualTo(6);
    assertThat(progress.ended("0.1", true, NONE)).isFalse();
  }

  @Test
  void whatIsNoId_isRefused() {
    assertThatThrownBy(() -> progress.ended("x", true, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'x'");
  }

  @Test
  void millionInOrder_takesLittleSpace() throws IOException {
    progress.mapped("0", 1_000_000);
    for (int i = 0; i < 1_000_000; i++) {
      progress.ended("0." + i, true, NONE);
    }
    progress.ended("0", true, Map.of("0", 1_000_001));
    var bytes = new ByteArrayOutputStream();
    progress.writeTo(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(2_000);
    assertThat(progress.isComplete()).isFalse();
    progress.ended("0.1000000", true, NONE);
    assertThat(progress.isComplete()).isTrue();
  }

  /** Random trees, ends in random order and some twice, written and read again in between. */
  @RepeatedTest(200)
  void randomTree_isCompleteExactlyWithItsLastEnd(RepetitionInfo info) throws IOException {
    var random = new Random(info.getCurrentRepetition());
    var children = new LinkedHashMap<String, Map<String, Integer>>();
    grow("0", 0, random, children);
    var ends = new ArrayList<>(children.keySet());
    java.util.Collections.shuffle(ends, random);
    var current = new Progress();
    var counted = new HashSet<String>();
    for (int i = 0; i < ends.size(); ) {
      assertThat(current.isComplete()).isFalse();
      boolean again = !counted.isEmpty() && random.nextInt(4) == 0;
      var task = again ? List.copyOf(counted).get(random.nextInt(counted.size())) : ends.get(i);
      assertThat(current.ended(task, random.nextBoolean(), children.get(task)))
          .as(task)
          .isEqualTo(counted.add(task));
      i += again ? 0 : 1;
      if (random.nextInt(3) == 0) {
        current = copy(current);
      }
    }
    assertThat(current.isComplete()).isTrue();
    assertThat(current.total()).isEqualTo(ends.size());
    assertThat(current.succeeded() + current.failed()).isEqualTo(ends.size());
    for (var task : ends) {
      assertThat(current.ended(task, true, children.get(task))).isFalse();
    }
  }

  private static void grow(
      String task, int depth, Random random, Map<String, Map<String, Integer>> children) {
    int count = depth > 3 ? 0 : random.nextInt(depth == 0 ? 30 : 5);
    children.put(task, random.nextBoolean() || count > 0 ? Map.of(task, count) : NONE);
    for (int i = 0; i < count; i++) {
      grow(task + "." + i, depth + 1, random, children);
    }
  }

  private static Progress copy(Progress progress) throws IOException {
    var bytes = new ByteArrayOutputStream();
    progress.writeTo(new DataOutputStream(bytes));
    return Progress.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
