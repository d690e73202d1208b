package tech.powerjob.server.log;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tech.powerjob.common.enums.LogLevel;
import tech.powerjob.server.instance.InstanceService;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.store.InstanceLogs;
import tech.powerjob.server.store.Transactions;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

/** Keeps and reads the online log of instances. Thread-safe. */
@ApplicationScoped
public class LogService {
  /** Lines of a page. */
  public static final int PAGE_SIZE = 100;

  private static final String NO_LOG = "SYSTEM: There is no online log for this job instance.";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

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
   * @param next where to go on, now or later: the log may grow while the instance is not ended
   * @param ended whether the instance has ended; its last lines may still be on their way
   */
  public record Tail(List<Line> lines, String next, boolean ended) {}

  /**
   * One line.
   *
   * @param time epoch milliseconds of the worker
   * @param level name of its level
   * @param worker address of the worker
   */
  public record Line(long time, String level, String worker, String content) {}

  /**
   * Which lines are looked for.
   *
   * @param after {@link Tail#next()} of the answer before
   * @param level the lowest level
   * @param text part of the content, whatever its case
   * @param limit most lines, 1 to {@link #MAX_LINES}
   */
  public record Query(Optional<String> after, LogLevel level, Optional<String> text, int limit) {
    /**
     * Checks the query.
     *
     * @throws IllegalArgumentException naming the parameter, its value and the rule
     */
    public Query {
      if (limit < 1 || limit > MAX_LINES) {
        throw new IllegalArgumentException(
            "limit is %d but must be from 1 to %d".formatted(limit, MAX_LINES));
      }
      if (after.isPresent() && !after.get().matches("[0-9]{1,18}")) {
        throw new IllegalArgumentException(
            "after is not what an answer's 'next' said; leave it out to begin");
      }
    }
  }

  /** Most lines of one answer. */
  public static final int MAX_LINES = 1_000;

  @Inject private RunningServer server;
  @Inject private InstanceService instances;
  @Inject private Transactions transactions;

  private InstanceLogs logs;

  @PostConstruct
  void open() {
    logs = new InstanceLogs(transactions);
  }

  /** Keeps lines; those of instances that are not the application's are left out. */
  public void append(long appId, LogLines lines) {
    var ids = lines.lines().stream().map(LogLine::instanceId).distinct().toList();
    var own =
        server.engine().instances().findAll(ids).stream()
            .filter(instance -> instance.appId() == appId)
            .map(instance -> instance.instanceId())
            .collect(Collectors.toSet());
    var kept = lines.lines().stream().filter(line -> own.contains(line.instanceId())).toList();
    if (!kept.isEmpty()) {
      logs.append(lines.address(), kept);
    }
  }

  /**
   * A page of an instance's log.
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
    long count = logs.count(instanceId);
    if (count == 0) {
      return new LogPage(0, 1, NO_LOG);
    }
    int pages = (int) ((count + PAGE_SIZE - 1) / PAGE_SIZE);
    var lines = logs.page(instanceId, (long) index * PAGE_SIZE, PAGE_SIZE);
    return new LogPage(index, pages, format(lines));
  }

  /**
   * Lines of an instance's log from some point on.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public Tail tail(long appId, long instanceId, Query query) {
    // Asked before the lines, so that an end that is told is followed by no line.
    boolean ended = instances.require(appId, instanceId).isFinished();
    long after = query.after().map(Long::valueOf).orElse(0L);
    var found =
        logs.after(
            instanceId, after, query.level().getV(), query.text().orElse(null), query.limit());
    long last = found.isEmpty() ? after : found.get(found.size() - 1).id();
    var lines =
        found.stream()
            .map(
                line ->
                    new Line(
                        line.time(),
                        LogLevel.genLogLevelString(line.level()),
                        line.workerAddress(),
                        line.content()))
            .toList();
    return new Tail(lines, Long.toString(last), ended);
  }

  /**
   * The whole log by time, in portions of text.
   *
   * @throws IllegalArgumentException if the instance is unknown or another application's
   */
  public void write(long appId, long instanceId, Consumer<String> portions) {
    instances.require(appId, instanceId);
    long written = 0;
    for (var lines = logs.page(instanceId, 0, MAX_LINES);
        !lines.isEmpty();
        lines = logs.page(instanceId, written, MAX_LINES)) {
      portions.accept(format(lines));
      written += lines.size();
    }
    if (written == 0) {
      portions.accept(NO_LOG + "\n");
    }
  }

  private static String format(List<InstanceLogs.StoredLine> lines) {
    var text = new StringBuilder();
    for (var line : lines) {
      text.append(TIME.format(Instant.ofEpochMilli(line.time())))
          .append(" [")
          .append(line.workerAddress())
          .append("] ")
          .append(LogLevel.genLogLevelString(line.level()))
          .append(' ')
          .append(line.content())
          .append('\n');
    }
    return text.toString();
  }
}
