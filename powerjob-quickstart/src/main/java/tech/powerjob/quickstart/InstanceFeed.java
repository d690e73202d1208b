package tech.powerjob.quickstart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tech.powerjob.client.PowerJobClient;
import tech.powerjob.common.enums.InstanceStatus;
import tech.powerjob.common.exception.PowerJobException;
import tech.powerjob.common.request.query.InstancePageQuery;
import tech.powerjob.common.response.InstanceInfoDTO;

/** Tells each ended instance of the application once. Used by one thread. */
final class InstanceFeed {
  /** How the server shows a line: date, time, worker, level, text. */
  private static final Pattern LINE =
      Pattern.compile("\\S+ \\S+ \\[.*?\\] (?:DEBUG|INFO|WARN|ERROR) (.*)");

  private static final String NO_LOG = "SYSTEM: There is no online log";
  private static final int PAGE = 50;

  /** Log lines travel beside results and may come a moment later. */
  private static final int LOG_TRIES = 10;

  private static final long LOG_PAUSE_MILLIS = 200;

  private final PowerJobClient client;
  private final ConsoleApi console;
  private final boolean withLogs;
  private final Date since;
  private final Set<Long> told = new HashSet<>();
  private final Map<Long, String> jobNames = new HashMap<>();

  /**
   * A feed of the instances that end from now on.
   *
   * @param withLogs whether the console may be asked for logs
   */
  InstanceFeed(PowerJobClient client, ConsoleApi console, boolean withLogs, Instant since) {
    this.client = client;
    this.console = console;
    this.withLogs = withLogs;
    this.since = Date.from(since);
  }

  /** What has ended since the last call, in the order of the ends. */
  List<Ended> next(boolean readLogs) throws InterruptedException {
    var query = new InstancePageQuery();
    query.setStatusIn(InstanceStatus.FINISHED_STATUS);
    query.setGmtCreateGt(since);
    query.setSortBy("gmtModified");
    query.setPageSize(PAGE);
    var page = client.queryInstanceInfo(query);
    if (!page.isSuccess()) {
      throw new PowerJobException("the instances cannot be read: " + page.getMessage());
    }
    List<Ended> ended = new ArrayList<>();
    if (page.getData().getData() == null) {
      return ended;
    }
    for (var instance : page.getData().getData()) {
      if (told.add(instance.getInstanceId())) {
        ended.add(ended(instance, readLogs));
      }
    }
    ended.sort(Comparator.comparing(Ended::at).thenComparing(Ended::instanceId));
    return ended;
  }

  private Ended ended(InstanceInfoDTO instance, boolean readLogs) throws InterruptedException {
    var finished =
        instance.getFinishedTime() == null
            ? instance.getGmtModified().toInstant()
            : Instant.ofEpochMilli(instance.getFinishedTime());
    return new Ended(
        instance.getInstanceId(),
        instance.getJobId(),
        jobNames.computeIfAbsent(instance.getJobId(), this::jobName),
        InstanceStatus.of(instance.getStatus()),
        finished,
        instance.getResult() == null ? "" : instance.getResult(),
        readLogs && withLogs ? log(instance) : List.of());
  }

  private String jobName(long jobId) {
    var job = client.fetchJob(jobId);
    return job.isSuccess() ? job.getData().getJobName() : "job " + jobId;
  }

  private List<String> log(InstanceInfoDTO instance) throws InterruptedException {
    if (instance.getStatus() != InstanceStatus.SUCCEED.getV()) {
      return readLog(instance);
    }
    for (int i = 0; i < LOG_TRIES; i++) {
      var lines = readLog(instance);
      if (!lines.isEmpty()) {
        return lines;
      }
      Thread.sleep(LOG_PAUSE_MILLIS);
    }
    return List.of();
  }

  private List<String> readLog(InstanceInfoDTO instance) {
    try {
      var lines = console.log(instance.getAppId(), instance.getInstanceId());
      return lines.stream()
          .filter(line -> !line.startsWith(NO_LOG))
          .map(InstanceFeed::content)
          .toList();
    } catch (ConsoleApi.RefusedException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }

  /** The text of a line; a line that continues another stays as it is. */
  static String content(String line) {
    var matcher = LINE.matcher(line);
    return matcher.matches() ? matcher.group(1) : line;
  }
}
