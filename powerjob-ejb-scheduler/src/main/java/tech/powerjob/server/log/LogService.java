package tech.powerjob.server.log;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
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
