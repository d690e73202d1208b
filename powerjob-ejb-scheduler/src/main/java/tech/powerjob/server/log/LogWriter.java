package tech.powerjob.server.log;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tech.powerjob.server.store.LogRows;
import tech.powerjob.server.store.LogRows.Change;
import tech.powerjob.server.store.LogRows.ConflictException;
import tech.powerjob.wire.LogLine;
import tech.powerjob.wire.LogLines;

/**
 * Stores log lines by run. Remembers the runs that wrote last, so that those who go on writing cost
 * no reading; if another server wrote to one of them in the meantime, it is read again. For one
 * thread.
 */
final class LogWriter {
  /** What a worker of an application said. */
  record Said(long appId, LogLines message) {}

  private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

  /** Each holds the newest lines, some kilobytes. */
  private static final int REMEMBERED = 1_000;

  private final LogRows rows;
  private final Function<Collection<Long>, Map<Long, Long>> appsOf;
  private final long runLimit;
  private final Map<Long, RunLog> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, RunLog> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * A writer.
   *
   * @param appsOf the applications of those of some runs that exist
   * @param runLimit bytes that are kept of a run
   */
  LogWriter(LogRows rows, Function<Collection<Long>, Map<Long, Long>> appsOf, long runLimit) {
    this.rows = rows;
    this.appsOf = appsOf;
    this.runLimit = runLimit;
  }

  /**
   * Stores what is new of some messages in one transaction. Lines of runs that are not there, or
   * not the sender's, are left out.
   *
   * @throws tech.powerjob.server.store.StoreException if the database is away; nothing was kept
   */
  void write(List<Said> said) {
    var ids = new HashSet<Long>();
    said.forEach(each -> each.message.lines().forEach(line -> ids.add(line.instanceId())));
    while (true) {
      try {
        var changed = writeOnce(said, ids);
        changed.forEach(this::bound);
        return;
      } catch (ConflictException e) {
        LOG.debug("logs are read again: {}", e.getMessage());
        known.keySet().removeAll(ids);
      } catch (RuntimeException e) {
        known.keySet().removeAll(ids);
        throw e;
      }
    }
  }

  private Map<Long, RunLog> writeOnce(List<Said> said, Set<Long> ids) {
    var logs = logs(ids);
    var changed = new LinkedHashMap<Long, RunLog>();
    for (var each : said) {
      LogIntake.byRun(each.message)
          .forEach((id, lines) -> take(each, id, logs.get(id), lines, changed));
    }
    if (!changed.isEmpty()) {
      List<Change> changes = changed.values().stream().map(RunLog::change).toList();
      rows.change(changes);
      known.putAll(changed);
    }
    return changed;
  }

  private static void take(
      Said said, long id, RunLog log, List<LogLine> lines, Map<Long, RunLog> changed) {
    if (log == null || log.appId() != said.appId) {
      LOG.debug("instance={} lines of {} are left out", id, said.message.workerId());
    } else if (log.add(said.message, lines)) {
      changed.put(id, log);
    }
  }

  private Map<Long, RunLog> logs(Set<Long> ids) {
    var logs = new LinkedHashMap<Long, RunLog>();
    var unknown = new HashSet<Long>();
    for (var id : ids) {
      var log = known.get(id);
      if (log != null) {
        logs.put(id, log);
      } else {
        unknown.add(id);
      }
    }
    if (!unknown.isEmpty()) {
      var apps = appsOf.apply(unknown);
      var heads = rows.heads(apps.keySet());
      apps.forEach(
          (id, app) -> {
            var head = heads.get(id);
            logs.put(id, head == null ? RunLog.begin(id, app) : RunLog.of(head, app));
          });
    }
    return logs;
  }

  private void bound(long id, RunLog log) {
    if (!log.isOver(runLimit)) {
      return;
    }
    try {
      log.drop(rows.parts(id, Integer.MAX_VALUE), runLimit).ifPresent(rows::drop);
    } catch (RuntimeException e) {
      // The lines are stored; the next ones try again.
      LOG.debug("instance={} the log could not be shortened: {}", id, e.toString());
      known.remove(id);
    }
  }
}
