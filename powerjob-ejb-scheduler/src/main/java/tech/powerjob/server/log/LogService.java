package tech.powerjob.server.log;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.config.Settings;
import tech.powerjob.server.dispatch.JmsWorkerGateway;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.store.LogRows;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.LogLines;

/** Keeps and reads the online log of instances. Thread-safe. */
@ApplicationScoped
public class LogService {
  /** Lines of a page. */
  public static final int PAGE_SIZE = 100;

  /** How long {@link #follow} waits at most. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private static final String NO_LOG = "SYSTEM: There is no online log for this job instance.";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  /** Lines of a portion of a download. */
  private static final int PORTION = 1_000;

  /** Who waits for lines holds a thread of the server. */
  private static final int MOST_FOLLOWERS = 32;

  private static final Duration LOOK = Duration.ofMillis(200);

  /**
   * One page of lines formatted {@code yyyy-MM-dd HH:mm:ss.SSS [<workerAddress>] <LEVEL>
   * <content>}.
   *
   * @param index zero-based number of the page
   */
  public record LogPage(int index, int totalPages, String data) {}

  /**
   * Lines of a log, in the order in which they came.
   *
   * @param next where to go on, now or later: the log may grow while the instance is not ended;
   *     backwards, before which number to go on
   * @param total number of the last line of the whole log
   * @param ended whether the instance has ended; its last lines may still be on their way
   */
  public record Tail(List<Line> lines, String next, long total, boolean ended) {}

  /**
   * One line.
   *
   * @param number of the line in its log, from 1 on; it never changes
   * @param time epoch milliseconds of the worker
   * @param level name of its level
   * @param worker address of the worker
   * @param task id of the task of a distributed instance; {@code null} for what belongs to none
   */
  public record Line(
      long number, long time, String level, String worker, String task, String content) {}

  @Inject private InstanceService instances;
  @Inject private Transactions transactions;
  @Inject private Settings settings;
  @Inject private JmsWorkerGateway gateway;

  private final Semaphore followers = new Semaphore(MOST_FOLLOWERS);
  private LogRows rows;
  private LogIntake intake;

  @PostConstruct
  void open() {
    rows = new LogRows(transactions);
    intake =
        new LogIntake(
            new LogWriter(rows, rows::appsOf, settings.logRunBytes()),
            (appId, workerId, number) -> gateway.logsAccepted(workerId, appId, number));
  }

  /** Begins to store what is taken. */
  public void start(ThreadFactory threads) {
    intake.start(threads);
  }

  /** Stores what was taken, and takes no more. May be called again. */
  public void stop() {
    intake.stop();
  }

  /**
   * Takes lines of a worker that is answered when they are stored; those of instances that are not
   * the application's are left out.
   */
  public void take(long appId, LogLines lines) {
    intake.take(appId, lines);
  }

  /**
   * Stores lines; those of instances that are not the application's are left out.
   *
   * @throws IllegalStateException if they are not taken now
   */
  public void append(long appId, LogLines lines) {
    intake.store(appId, lines);
  }

  /**
   * A page of an instance's log, by time.
   *
   * @param index zero-based; pages past the end are empty
   * @throws IllegalArgumentException if the instance is unknown or another application's, or the
   *     index is negative
   */
  public LogPage page(long appId, long instanceId, int index) {
    if (index < 0) {
      throw new IllegalArgumentException("index is %d but must be 0 or more".formatted(index));
    }
    instances.require(appId, instanceId);
    var head = rows.head(instanceId);
    if (head.isEmpty()) {
      return new LogPage(0, 1, NO_LOG);
    }
    var log = new LogReading(rows, head.get());
    int pages = (int) ((log.count() + PAGE_SIZE - 1) / PAGE_SIZE);
    var lines = TimeOrder.from(log, (long) index * PAGE_SIZE).next(PAGE_SIZE);
    return new LogPage(index, pages, format(lines));
  }

  /**
   * Lines of an instance's log from some point on. Looks through a bounded part of it: there may be
   * more although none was found, if {@link Tail#next()} is less than {@link Tail#total()}.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public Tail tail(long appId, long instanceId, LogQuery query) {
    // Asked before the lines, so that an end that is told is followed by no line.
    boolean ended = instances.require(appId, instanceId).isFinished();
    var head = rows.head(instanceId);
    if (head.isEmpty()) {
      return new Tail(List.of(), Long.toString(query.after()), 0, ended);
    }
    var found = new LogReading(rows, head.get()).find(query);
    var lines = found.lines().stream().map(LogService::view).toList();
    return new Tail(lines, Long.toString(found.last()), head.get().totalLines(), ended);
  }

  /**
   * As {@link #tail}, but waits for lines while there are none and the instance has not ended.
   *
   * @param wait at most {@link #LONGEST_WAIT}; if very many wait already, it is not waited
   */
  public Tail follow(long appId, long instanceId, LogQuery query, Duration wait) {
    var tail = tail(appId, instanceId, query);
    if (wait.isZero() || !isUpToDate(tail) || !followers.tryAcquire()) {
      return tail;
    }
    try {
      long end = System.nanoTime() + wait.toNanos();
      long version = rows.version(instanceId);
      while (isUpToDate(tail) && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        long now = rows.version(instanceId);
        if (now != version || instances.require(appId, instanceId).isFinished()) {
          version = now;
          tail = tail(appId, instanceId, query);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      followers.release();
    }
    return tail;
  }

  private static boolean isUpToDate(Tail tail) {
    return tail.lines().isEmpty() && !tail.ended() && Long.parseLong(tail.next()) >= tail.total();
  }

  /** Number of the last line; 0 while there is none. */
  public long lastLine(long instanceId) {
    return rows.head(instanceId).map(LogRows.Head::totalLines).orElse(0L);
  }

  /**
   * The whole log by time, in portions of text.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public void write(long appId, long instanceId, Consumer<String> portions) {
    instances.require(appId, instanceId);
    var head = rows.head(instanceId);
    if (head.isEmpty()) {
      portions.accept(NO_LOG + "\n");
      return;
    }
    var all = TimeOrder.all(new LogReading(rows, head.get()));
    for (var lines = all.next(PORTION); !lines.isEmpty(); lines = all.next(PORTION)) {
      portions.accept(format(lines));
    }
  }

  private static Line view(StoredLine line) {
    return new Line(
        line.number(),
        line.time(),
        LogLevel.genLogLevelString(line.level()),
        line.worker(),
        line.task().orElse(null),
        line.content());
  }

  private static String format(List<StoredLine> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(TIME.format(Instant.ofEpochMilli(line.time())))
          .append(" [")
          .append(line.worker())
          .append("] ")
          .append(LogLevel.genLogLevelString(line.level()))
          .append(' ')
          .append(line.content())
          .append('\n');
    }
    return text.toString();
  }
}
