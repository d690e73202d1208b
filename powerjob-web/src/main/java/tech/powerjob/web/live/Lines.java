package tech.powerjob.web.live;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.server.live.Hints;

/** The open lines of this server. Thread-safe. */
@ApplicationScoped
public class Lines {
  /** A page that says nothing for so long has gone; it answers each beat. */
  static final Duration SILENCE = Duration.ofSeconds(75);

  /** How often something is said, in case that a proxy ends lines on which nothing is. */
  static final Duration BEAT = Duration.ofSeconds(20);

  /** How long somebody may listen who is no longer allowed to. */
  static final Duration CHECK = Duration.ofSeconds(3);

  /** Tabs of one user; the others ask now and then as they would without a line. */
  static final int MOST_OF_A_USER = 50;

  static final int MOST = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);
  private static final Duration SEND_LIMIT = Duration.ofSeconds(15);

  @Resource private ManagedScheduledExecutorService timer;

  @Inject Hints hints;
  @Inject LiveTopics topics;

  private final Set<Line> open = ConcurrentHashMap.newKeySet();
  private Future<?> beats;
  private Future<?> checks;

  @PostConstruct
  void begin() {
    beats = repeat(BEAT, Line::beat);
    checks = repeat(CHECK, Line::check);
  }

  private Future<?> repeat(Duration pause, Consumer<Line> work) {
    return timer.scheduleWithFixedDelay(
        () -> open.forEach(line -> attempt(work, line)),
        pause.toMillis(),
        pause.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void attempt(Consumer<Line> work, Line line) {
    try {
      if (line.isGone()) {
        closed(line);
        return;
      }
      work.accept(line);
    } catch (RuntimeException e) {
      // The database is away, for example: whether somebody may listen is not known then.
      LOG.debug("a line is ended", e);
      line.end(Line.End.TROUBLE);
    }
  }

  /** Whether there are as many as may be, of all or of a user. */
  boolean isFull(long userId) {
    return open.size() >= MOST
        || open.stream().filter(each -> each.viewing().userId() == userId).count()
            >= MOST_OF_A_USER;
  }

  /** A new line. */
  Line open(Session session, Viewing viewing) {
    session.getAsyncRemote().setSendTimeout(SEND_LIMIT.toMillis());
    var line = new Line(session, viewing, hints, topics);
    open.add(line);
    return line;
  }

  void closed(Line line) {
    open.remove(line);
    line.closed();
  }

  @PreDestroy
  void end() {
    beats.cancel(false);
    checks.cancel(false);
    open.forEach(Line::closed);
  }
}
