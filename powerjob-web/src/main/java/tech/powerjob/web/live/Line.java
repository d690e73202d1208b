package tech.powerjob.web.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.websocket.Session;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import tech.powerjob.server.live.Hints;
import tech.powerjob.server.store.Topic;

/**
 * An open line. At most one message is under way to a browser; what changes meanwhile is told in
 * one message after it, so that a slow browser costs no memory. Thread-safe.
 */
final class Line implements Hints.Watcher {
  /** What a page may watch at once. */
  static final int MOST_TOPICS = 8;

  /** How often a page may say what it watches: each time costs look-ups. */
  static final int MOST_REQUESTS = 20;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BEAT = "{}";

  /** Why a line ends. */
  enum End {
    /** Nobody is logged in any more, or what is named may not be seen, or not all of it. */
    FORBIDDEN,
    /** The page said something else than what it may. */
    NOT_UNDERSTOOD,
    /** It cannot be told now whether somebody may listen. */
    TROUBLE
  }

  private final Session session;
  private final Viewing viewing;
  private final Hints hints;
  private final LiveTopics rights;
  private final Set<Topic> changed = new LinkedHashSet<>();
  private final AtomicInteger requests = new AtomicInteger();
  private Map<Topic, Long> watched = Map.of();
  private String next;
  private boolean sending;
  private boolean over;
  private boolean closed;

  Line(Session session, Viewing viewing, Hints hints, LiveTopics rights) {
    this.session = session;
    this.viewing = viewing;
    this.hints = hints;
    this.rights = rights;
  }

  Viewing viewing() {
    return viewing;
  }

  /** Takes what the page says. */
  void said(String text) {
    if (text.equals(BEAT) || isOver()) {
      return;
    }
    var topics = topics(text);
    if (topics.isEmpty() || requests.incrementAndGet() > MOST_REQUESTS) {
      end(End.NOT_UNDERSTOOD);
      return;
    }
    var allowed = rights.allowed(viewing, rights.appsOf(topics.get()));
    if (allowed.isEmpty()) {
      end(End.FORBIDDEN);
      return;
    }
    watch(allowed);
    say("watching", allowed.keySet());
  }

  private static Optional<Set<Topic>> topics(String text) {
    JsonNode named;
    try {
      named = JSON.readTree(text).path("watch");
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    if (!named.isArray() || named.size() > MOST_TOPICS) {
      return Optional.empty();
    }
    var topics = new LinkedHashSet<Topic>();
    for (var name : named) {
      var topic = Topic.parse(name.asText());
      if (topic.isEmpty()) {
        return Optional.empty();
      }
      topics.add(topic.get());
    }
    return Optional.of(topics);
  }

  private void watch(Map<Topic, Long> topics) {
    Set<Topic> before;
    synchronized (this) {
      if (over) {
        return;
      }
      before = watched.keySet();
      watched = Map.copyOf(topics);
      // Within, so that a line that is closed meanwhile leaves nothing behind.
      topics.keySet().forEach(each -> hints.watch(each, this));
      before.stream()
          .filter(each -> !topics.containsKey(each))
          .forEach(each -> hints.unwatch(each, this));
    }
  }

  @Override
  public synchronized void changed(Topic topic) {
    if (watched.containsKey(topic)) {
      changed.add(topic);
      flush();
    }
  }

  private synchronized void say(String what, Collection<Topic> topics) {
    if (!over) {
      next = message(what, topics);
      flush();
    }
  }

  /** So that both sides, and what is between them, see that the line is there. */
  synchronized void beat() {
    if (next == null && !sending && !over) {
      next = BEAT;
      flush();
    }
  }

  /** Ends the line of somebody who may no longer listen, or not to all of it. */
  void check() {
    Map<Topic, Long> topics;
    synchronized (this) {
      if (over) {
        return;
      }
      topics = watched;
    }
    var allowed = rights.allowed(viewing, topics);
    if (allowed.size() < topics.size() || !viewing.isInSession()) {
      // The page comes back and is told what it may still watch.
      end(End.FORBIDDEN);
    }
  }

  /** Whether nobody can hear it any more. */
  boolean isGone() {
    return !session.isOpen();
  }

  private void flush() {
    if (sending || closed) {
      return;
    }
    if (next == null && !changed.isEmpty()) {
      next = message("changed", changed);
      changed.clear();
    }
    if (next == null) {
      return;
    }
    var text = next;
    next = null;
    sending = true;
    session
        .getAsyncRemote()
        .sendText(
            text,
            result -> {
              if (result.isOK()) {
                sent();
              } else {
                closed();
              }
            });
  }

  private synchronized void sent() {
    sending = false;
    flush();
  }

  private static String message(String what, Collection<Topic> topics) {
    var names = topics.stream().map(Topic::toString).toList();
    return "{\"" + what + "\":[\"" + String.join("\",\"", names) + "\"]}";
  }

  private synchronized boolean isOver() {
    return over;
  }

  /**
   * Tells nothing any more, but that it is over, upon which the page closes the line. The server
   * does not: Payara then takes what belongs to the request apart while the browser's answer is
   * read, and gives it to two others at once (payara/Payara#5432). A page that does not close it
   * either has a line on which nothing is said.
   */
  void end(End reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      changed.clear();
      next = "{\"over\":\"" + reason + "\"}";
      flush();
    }
    listenNoMore();
  }

  /** Nobody is there any more. */
  void closed() {
    synchronized (this) {
      over = true;
      closed = true;
    }
    listenNoMore();
  }

  private void listenNoMore() {
    List<Topic> topics;
    synchronized (this) {
      topics = List.copyOf(watched.keySet());
      watched = Map.of();
    }
    topics.forEach(each -> hints.unwatch(each, this));
  }
}
