package tech.powerjob.server.ownership;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.domain.worker.Partitions;
import tech.powerjob.server.store.Leases;

/**
 * The partitions of this server. Each turn renews the server's own lease, sees which servers live,
 * and takes or gives partitions so that each lies with the server that rendezvous hashing prefers.
 * When the database cannot be reached for as long as a lease lasts, this server owns nothing.
 * Thread-safe.
 */
public final class Ownership {
  /**
   * How long a lease lasts without renewal. With {@link #TURN} this bounds how long a takeover
   * takes.
   */
  static final Duration LEASE = Duration.ofSeconds(6);

  /** How often leases are renewed. */
  public static final Duration TURN = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private record Owned(Partitions partitions, long untilNanos) {}

  private final Leases leases;
  private final long serverId;
  private volatile Owned owned = new Owned(Partitions.none(), 0);

  public Ownership(Leases leases, long serverId) {
    this.leases = leases;
    this.serverId = serverId;
  }

  /**
   * The partitions that this server holds a valid lease on.
   *
   * @param nanoTime the monotonic clock, {@link System#nanoTime()}
   */
  public Partitions owned(long nanoTime) {
    var now = owned;
    return nanoTime - now.untilNanos() < 0 ? now.partitions() : Partitions.none();
  }

  /**
   * One turn. Lease times count from before the database was asked, so they never last too long
   * here.
   */
  public void turn(long nanoTime) {
    var alive = leases.renewServer(serverId, LEASE);
    var wanted =
        Partitions.of(
            IntStream.range(0, Partitions.COUNT)
                .filter(partition -> preferred(partition, alive) == serverId));
    var held = leases.hold(serverId, wanted, LEASE);
    if (!held.toString().equals(owned.partitions().toString())) {
      LOG.info(
          "server={} looks after {} of {} partitions; {} servers live",
          serverId,
          held.size(),
          Partitions.COUNT,
          alive.size());
    }
    owned = new Owned(held, nanoTime + LEASE.toNanos());
  }

  /** Hands everything over at once. */
  public void resign() {
    owned = new Owned(Partitions.none(), 0);
    leases.release(serverId);
  }

  /** Rendezvous hashing: when a server comes or goes only its own share moves. */
  static long preferred(int partition, List<Long> servers) {
    long best = -1;
    long bestWeight = 0;
    for (long server : servers) {
      long weight = mix(server * 0x9E3779B97F4A7C15L + partition);
      if (best == -1 || weight > bestWeight) {
        best = server;
        bestWeight = weight;
      }
    }
    return best;
  }

  /** Finalizer of the SplitMix64 generator: every input bit reaches every output bit. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
