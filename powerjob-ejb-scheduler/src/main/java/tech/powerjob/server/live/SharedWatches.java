package tech.powerjob.server.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.server.store.Topic;
import tech.powerjob.server.store.WatchRows;

/**
 * What servers of one database tell each other about what their viewers watch. A server that sees
 * an interest for the first time tells of a change, because what it did before was not gathered. A
 * turn that fails is made up for by the next one. For one thread.
 */
final class SharedWatches {
  /** How long an interest lasts without renewal, and how often it is renewed. */
  static final Duration LASTS = Duration.ofSeconds(20);

  static final Duration RENEWED = Duration.ofSeconds(6);

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(SharedWatches.class);

  /**
   * What is known of the other servers.
   *
   * @param topics what their viewers watch
   * @param changed what they have changed of what is watched here
   */
  record Elsewhere(Set<Topic> topics, Set<Topic> changed) {}

  private record Interest(long serverId, Topic topic) {}

  private final WatchRows rows;
  private final long serverId;
  private final Clock clock;

  private boolean begun;
  private final Set<Topic> declared = new HashSet<>();
  private final Map<Topic, Long> counted = new HashMap<>();
  private Set<Interest> interests = Set.of();
  private Set<Interest> seen = Set.of();
  private final Set<Topic> untold = new HashSet<>();
  private Instant renewed = Instant.EPOCH;
  private Instant tidied = Instant.EPOCH;

  SharedWatches(WatchRows rows, long serverId, Clock clock) {
    this.rows = rows;
    this.serverId = serverId;
    this.clock = clock;
  }

  /**
   * Declares what is watched here and sees what is elsewhere.
   *
   * @param changed what this server has changed; told with the next {@link #tell}
   */
  Elsewhere look(Set<Topic> watched, Set<Topic> changed) {
    untold.addAll(changed);
    var now = clock.instant();
    declare(watched, now);
    var topics = new HashSet<Topic>();
    var found = new HashSet<Interest>();
    var news = new HashSet<Topic>();
    var own = new HashSet<Topic>();
    for (var row : rows.all()) {
      if (row.serverId() == serverId) {
        own.add(row.topic());
        Long before = counted.put(row.topic(), row.changes());
        if (row.changes() > (before == null ? 0 : before)) {
          news.add(row.topic());
        }
      } else if (row.until().isAfter(now)) {
        topics.add(row.topic());
        found.add(new Interest(row.serverId(), row.topic()));
      }
    }
    // Somebody took this server for gone and tidied up behind it.
    declared.stream().filter(topic -> !own.contains(topic)).forEach(news::add);
    declared.retainAll(own);
    interests = found;
    return new Elsewhere(topics, news);
  }

  /** Tells the others of the changes; to be called once they are gathered. */
  void tell() {
    var told = new HashSet<Topic>();
    for (var interest : interests) {
      if (untold.contains(interest.topic()) || !seen.contains(interest)) {
        told.add(interest.topic());
      }
    }
    if (!told.isEmpty()) {
      rows.changed(serverId, told);
    }
    untold.clear();
    seen = interests;
  }

  private void declare(Set<Topic> watched, Instant now) {
    if (!begun) {
      rows.removeAll(serverId);
      declared.clear();
      counted.clear();
      begun = true;
    }
    var gone = new HashSet<>(declared);
    gone.removeAll(watched);
    if (!gone.isEmpty()) {
      rows.remove(serverId, gone);
      declared.removeAll(gone);
      counted.keySet().removeAll(gone);
    }
    var fresh = new HashSet<>(watched);
    fresh.removeAll(declared);
    if (!fresh.isEmpty()) {
      rows.add(serverId, fresh, now.plus(LASTS));
      declared.addAll(fresh);
    }
    if (renewed.plus(RENEWED).isBefore(now)) {
      renewed = now;
      if (!declared.isEmpty()) {
        rows.renew(serverId, now.plus(LASTS));
      }
    }
    if (tidied.plus(KEPT).isBefore(now)) {
      tidied = now;
      rows.removeBefore(now.minus(KEPT));
    }
  }

  /** There is no other server any more. */
  void forget() {
    begun = false;
    interests = Set.of();
    seen = Set.of();
    untold.clear();
  }

  /** This server goes; if it cannot say so, its interests end by themselves. */
  void leave() {
    if (begun) {
      try {
        rows.removeAll(serverId);
      } catch (RuntimeException e) {
        LOG.debug("what was watched here is not removed", e);
      }
    }
  }
}
