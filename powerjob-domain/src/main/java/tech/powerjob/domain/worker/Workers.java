package tech.powerjob.domain.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tech.powerjob.wire.WorkerHeartbeat;

/**
 * The workers that this server has heard of. Kept in memory only: after a restart the first
 * heartbeats fill it again, and until then {@link #isComplete} says that absence means nothing.
 * Thread-safe.
 */
public final class Workers {
  /** Lost workers stay listed for so long. */
  static final Duration REMEMBERED = Duration.ofDays(1);

  /**
   * How long after start a server may not know a live worker yet: it must notice that the server is
   * back, connect, and say so.
   */
  static final Duration SETTLING = Duration.ofSeconds(15);

  /**
   * Longest silence of a worker at whose address nobody listens: longer than any worker leaves
   * between two heartbeats.
   */
  static final Duration UNREACHABLE = Duration.ofSeconds(18);

  /** Ends of runs after which a worker that turned one down is asked again. */
  private static final int ENDS_AFTER_REFUSAL = 16;

  private record Entry(
      WorkerHeartbeat heartbeat,
      Instant lastSeen,
      Duration silenceLimit,
      AtomicInteger sinceHeartbeat,
      AtomicInteger refusing) {
    Entry(WorkerHeartbeat heartbeat, Instant lastSeen) {
      this(
          heartbeat,
          lastSeen,
          WorkerProtocol.of(heartbeat.workerId()).silenceLimit(),
          new AtomicInteger(),
          new AtomicInteger());
    }

    Entry with(Instant seen, Duration limit) {
      return new Entry(heartbeat, seen, limit, sinceHeartbeat, refusing);
    }

    Worker view() {
      return new Worker(
          heartbeat, lastSeen, sinceHeartbeat.get(), refusing.get() > 0, silenceLimit);
    }
  }

  private final ConcurrentHashMap<String, Entry> byId = new ConcurrentHashMap<>();
  private volatile Instant listeningSince;

  /**
   * An empty registry.
   *
   * @param listeningSince when this server began to hear heartbeats
   */
  public Workers(Instant listeningSince) {
    this.listeningSince = listeningSince;
  }

  /**
   * Notes a heartbeat.
   *
   * @return whether the worker was unknown or lost before
   */
  public boolean heard(WorkerHeartbeat heartbeat, Instant now) {
    var before = byId.get(heartbeat.workerId());
    // The worker's own word replaces what was counted here: its other runs may come from and end at
    // other servers.
    byId.put(heartbeat.workerId(), new Entry(heartbeat, now));
    return before == null || !before.view().isAlive(now);
  }

  /**
   * Notes that a worker said something else than a heartbeat: one that is too busy to say that it
   * lives, lives all the same.
   */
  public void spoke(String workerId, Instant now) {
    var known = byId.get(workerId);
    if (known != null
        && !known.heartbeat().gone()
        && known.lastSeen().plus(Worker.HEARTBEAT).isBefore(now)) {
      byId.replace(workerId, known, known.with(now, WorkerProtocol.of(workerId).silenceLimit()));
    }
  }

  /**
   * Notes that nobody listens where a worker that speaks HTTP should: its process has ended, or it
   * starts anew. Unless it speaks again it is lost sooner than by silence alone, and gets nothing
   * until then.
   */
  public void unreachable(String workerId, Instant now) {
    byId.computeIfPresent(
        workerId,
        (id, entry) -> {
          var silence = Duration.between(entry.lastSeen(), now);
          if (entry.heartbeat().gone() || silence.compareTo(entry.silenceLimit()) >= 0) {
            return entry; // It is lost already, and that is not to be told again.
          }
          entry.refusing().set(ENDS_AFTER_REFUSAL);
          return entry.with(
              entry.lastSeen(), silence.compareTo(UNREACHABLE) > 0 ? silence : UNREACHABLE);
        });
  }

  /** The worker of this id, alive or not. */
  public Optional<Worker> find(String workerId) {
    return workerId == null
        ? Optional.empty()
        : Optional.ofNullable(byId.get(workerId)).map(Entry::view);
  }

  /** All known workers of an application, lost ones too, by address. */
  public List<Worker> ofApp(long appId) {
    var found = new ArrayList<Worker>();
    for (var entry : byId.values()) {
      if (entry.heartbeat().appId() == appId) {
        found.add(entry.view());
      }
    }
    found.sort(Comparator.comparing(Worker::address).thenComparing(Worker::id));
    return found;
  }

  /** Whether all live workers must have been heard by now. */
  public boolean isComplete(Instant now) {
    return !completeFrom().isAfter(now);
  }

  /** From when on all live workers must have been heard. */
  public Instant completeFrom() {
    return listeningSince.plus(SETTLING);
  }

  /** Begins anew to hear, after a time in which nothing could be heard. */
  public void listenAgain(Instant now) {
    listeningSince = now;
  }

  /** Notes that a run was sent to a worker. */
  public void sent(String workerId) {
    var entry = byId.get(workerId);
    if (entry != null) {
      entry.sinceHeartbeat().incrementAndGet();
    }
  }

  /** Notes that a run which was sent to a worker is over for it. */
  public void over(String workerId) {
    var entry = byId.get(workerId);
    if (entry != null) {
      entry.sinceHeartbeat().decrementAndGet();
      if (entry.refusing().get() > 0) {
        entry.refusing().decrementAndGet();
      }
    }
  }

  /**
   * Notes that a worker turned a run down. It counts as full until it speaks again, or until enough
   * of its runs have ended.
   */
  public void refused(String workerId) {
    var entry = byId.get(workerId);
    if (entry != null) {
      entry.refusing().set(ENDS_AFTER_REFUSAL);
    }
  }

  /** Forgets workers that have been lost for long. */
  public void forgetOld(Instant now) {
    byId.values().removeIf(entry -> entry.lastSeen().plus(REMEMBERED).isBefore(now));
  }

  /**
   * Workers whose silence or farewell began to count after {@code since} and not after {@code now}.
   */
  public List<Worker> lostBetween(Instant since, Instant now) {
    var lost = new ArrayList<Worker>();
    for (var entry : byId.values()) {
      var worker = entry.view();
      if (!worker.isAlive(now)
          && (worker.heartbeat().gone()
              ? worker.lastSeen().isAfter(since)
              : worker.lastSeen().plus(worker.silenceLimit()).isAfter(since))) {
        lost.add(worker);
      }
    }
    return lost;
  }
}
