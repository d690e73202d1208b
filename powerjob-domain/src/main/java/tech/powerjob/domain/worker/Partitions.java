package tech.powerjob.domain.worker;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A set of partitions. Each job falls into one by its id, and the server that owns a partition
 * looks after its jobs first. Immutable and thread-safe.
 */
public final class Partitions {
  /** How many partitions there are, in every cluster, for ever: jobs store theirs. */
  public static final int COUNT = 64;

  private static final Partitions ALL = of(IntStream.range(0, COUNT));
  private static final Partitions NONE = of(IntStream.empty());

  private final BitSet numbers;

  private Partitions(BitSet numbers) {
    this.numbers = numbers;
  }

  public static Partitions all() {
    return ALL;
  }

  public static Partitions none() {
    return NONE;
  }

  /** The set of these numbers, each from 0 to {@link #COUNT} - 1. */
  public static Partitions of(IntStream numbers) {
    var set = new BitSet(COUNT);
    numbers.forEach(
        number -> {
          if (number < 0 || number >= COUNT) {
            throw new IllegalArgumentException(
                "partition is %d but must be from 0 to %d".formatted(number, COUNT - 1));
          }
          set.set(number);
        });
    return new Partitions(set);
  }

  /** The partition of a job. */
  public static int ofJob(long jobId) {
    return Math.floorMod(Long.hashCode(jobId * 0x9E3779B97F4A7C15L), COUNT);
  }

  public boolean contains(int number) {
    return numbers.get(number);
  }

  public int size() {
    return numbers.cardinality();
  }

  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /** The numbers, ascending. */
  public IntStream stream() {
    return numbers.stream();
  }

  @Override
  public String toString() {
    return numbers.toString();
  }
}
