package tech.powerjob.server.ownership;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  static final Duration LEASE = Duration.ofSeconds(5);

  /** How often leases are renewed. */
  public static final Duration TURN = Duration.ofSeconds(1);

  /**
   * How long a server that comes, or comes back, leaves everything to the others: workers look for
   * new servers every ten seconds, and what it fired before they found it would wait.
   */
  static final Duration SETTLING = Duration.ofSeconds(12);

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private record Owned(Partitions partitions, long untilNanos) {}

  private final Leases leases;
  private final Leases.Registration self;
  private final SharedClock clock;
  private volatile Owned owned = new Owned(Partitions.none(), 0);
  private volatile List<Leases.Node> alive = List.of();
  private volatile boolean replaced;

  /**
   * The partitions of a server that has none yet.
   *
   * @param clock is told the database's time
   */
  public Ownership(Leases leases, Leases.Registration self, SharedClock clock) {
    this.leases = leases;
    this.self = self;
    this.clock = clock;
  }

  /** The live servers as they were at the last turn that reached the database, by id. */
  public List<Leases.Node> alive() {
    return alive;
  }

  /** Id of this server. */
  public long serverId() {
    return self.serverId();
  }

  /** Whether another process serves under this server's address, so that this one does nothing. */
  public boolean isReplaced() {
    return replaced;
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
    var seen = renew();
    if (seen.isEmpty()) {
      owned = new Owned(Partitions.none(), 0);
      return;
    }
    alive = seen.get();
    long serverId = self.serverId();
    var ids = active(alive);
    var wanted =
        Partitions.of(
            IntStream.range(0, Partitions.COUNT)
                .filter(partition -> preferred(partition, ids) == serverId));
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

  /** Who looks after something: those that workers have found, or all while there is none. */
  private static List<Long> active(List<Leases.Node> alive) {
    var found = alive.stream().filter(Leases.Node::active).map(Leases.Node::id).toList();
    return found.isEmpty() ? alive.stream().map(Leases.Node::id).toList() : found;
  }

  /** Empty if this server has no say any more. */
  private Optional<List<Leases.Node>> renew() {
    try {
      long before = clock.localMillis();
      var directory = leases.renew(self, LEASE, SETTLING);
      clock.observe(before, directory.databaseMillis(), clock.localMillis());
      replaced = false;
      return Optional.of(directory.alive());
    } catch (Leases.ReplacedException e) {
      if (!replaced) {
        replaced = true;
        LOG.error("{}; set powerjob.http.public-address so that each has its own", e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Hands everything over at once. */
  public void resign() {
    owned = new Owned(Partitions.none(), 0);
    leases.release(self);
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
