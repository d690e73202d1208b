package tech.powerjob.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  @Test
  void consecutiveJobs_spreadEvenly() {
    int[] sizes = new int[Partitions.COUNT];
    LongStream.range(1, 6_401).forEach(id -> sizes[Partitions.ofJob(id)]++);
    assertThat(IntStream.of(sizes).boxed().toList())
        .allSatisfy(size -> assertThat(size).isBetween(40, 180));
  }

  @Test
  void partitionOfAJob_neverChanges() {
    // Stored in rows: a change would orphan every job.
    assertThat(LongStream.of(1, 2, 3, 1_000_000).map(Partitions::ofJob).toArray())
        .containsExactly(PINNED);
  }

  private static final long[] PINNED = {44, 24, 19, 14};

  @Test
  void outOfRange_isRefused() {
    assertThatThrownBy(() -> Partitions.of(IntStream.of(Partitions.COUNT)))
        .hasMessageContaining("partition is 64");
  }

  @Test
  void all_containsEveryNumber() {
    assertThat(IntStream.range(0, Partitions.COUNT).allMatch(Partitions.all()::contains)).isTrue();
    assertThat(Partitions.none().isEmpty()).isTrue();
  }
}
