package tech.powerjob.domain.instance;

import java.time.Instant;

/**
 * Makes ids that are unique in the cluster and grow with time: 41 bits of milliseconds since 21
 * April 2019, two unused bits, 14 bits of server id, 6 bits of sequence. Thread-safe.
 */
public final class InstanceIds {
  /** How many ids there are for each millisecond. */
  public static final long PER_MILLI = 1L << 22;

  /** Server ids must be smaller. */
  public static final int MAX_SERVER_ID = 1 << 14;

  private static final long EPOCH_MILLIS = 1_555_776_000_000L;
  private static final int SEQUENCE_BITS = 6;

  private final long server;
  private long lastTick;

  /**
   * Ids of one server.
   *
   * @param serverId 0 to {@link #MAX_SERVER_ID} - 1, different for each live server
   */
  public InstanceIds(int serverId) {
    if (serverId < 0 || serverId >= MAX_SERVER_ID) {
      throw new IllegalArgumentException(
          "serverId is %d but must be from 0 to %d".formatted(serverId, MAX_SERVER_ID - 1));
    }
    server = (long) serverId << SEQUENCE_BITS;
  }

  /** About when an id was made: never earlier, and later only in a burst of many ids. */
  public static Instant instantOf(long id) {
    return Instant.ofEpochMilli(id / PER_MILLI + EPOCH_MILLIS);
  }

  /** The lowest id that any server could make at an instant. */
  public static long firstOf(Instant instant) {
    return (instant.toEpochMilli() - EPOCH_MILLIS) * PER_MILLI;
  }

  /**
   * The next id. When more than 64 are asked for in a millisecond, or the clock is set back, ids
   * run ahead of the clock rather than repeat.
   */
  public synchronized long next(Instant now) {
    long tick = (now.toEpochMilli() - EPOCH_MILLIS) << SEQUENCE_BITS;
    lastTick = Math.max(tick, lastTick + 1);
    long millis = lastTick >>> SEQUENCE_BITS;
    long sequence = lastTick & ((1 << SEQUENCE_BITS) - 1);
    return millis * PER_MILLI | server | sequence;
  }
}
