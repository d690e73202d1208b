package tech.powerjob.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tech.powerjob.wire.TaskReport;
import tech.powerjob.wire.TaskReport.Ended;
import tech.powerjob.wire.TaskReport.Running;

/** What coordinators report, in {@code task_run} and {@code task_page}. Thread-safe. */
public final class TaskPages {
  private static final int ATTEMPTS = 3;
  private static final int RUNNING_KEPT = 500;

  private final Transactions transactions;

  public TaskPages(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * How the tasks of an instance stand.
   *
   * @param homeEpoch epoch with which these tasks began
   * @param reopenedPage pages after that one may name tasks again that ended before; empty if none
   *     does
   * @param removed whether its broker no longer has them
   * @param workerId process that coordinated last, {@code null} before the first report
   * @param reported when that was stored, epoch milliseconds; {@code null} before
   */
  public record State(
      long appId,
      int generation,
      long homeEpoch,
      String broker,
      Optional<Long> reopenedPage,
      boolean removed,
      String workerId,
      TaskReport.Counts counts,
      List<Running> running,
      Long reported) {}

  /** A page of tasks that have ended. */
  public record Page(long number, List<Ended> ended) {}

  /**
   * Stores a report; one that is late, repeated or not of these tasks changes nothing.
   *
   * @param appId application of the sender as the broker vouches for it
   */
  public void store(long appId, TaskReport report, Instant now) {
    byte[] content = report.page() > 0 ? deflate(report.ended()) : new byte[0];
    for (int attempt = 1; ; attempt++) {
      try {
        transactions.commit(
            connection -> {
              store(connection, appId, report, content, now);
              return null;
            });
        transactions.touched().instance(appId, report.instanceId());
        return;
      } catch (StoreException e) {
        // The same page arrived twice at once: now the other one can be seen.
        if (!e.isDuplicate() || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void store(
      Connection connection, long appId, TaskReport report, byte[] content, Instant now)
      throws SQLException {
    var homeEpoch = homeEpoch(connection, appId, report);
    if (homeEpoch.isEmpty()) {
      return;
    }
    if (report.page() > 0 && !hasPage(connection, homeEpoch.get(), report)) {
      insertPage(connection, homeEpoch.get(), report, content, now);
    }
    update(connection, homeEpoch.get(), report, now);
  }

  private static Optional<Long> homeEpoch(Connection connection, long appId, TaskReport report)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT home_epoch FROM task_run WHERE instance_id = ? AND app_id = ?"
                + " AND generation = ? AND home_epoch <= ?")) {
      select.setLong(1, report.instanceId());
      select.setLong(2, appId);
      select.setInt(3, report.generation());
      select.setLong(4, report.epoch());
      try (var rows = select.executeQuery()) {
        return rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty();
      }
    }
  }

  private static boolean hasPage(Connection connection, long homeEpoch, TaskReport report)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "SELECT tasks FROM task_page WHERE instance_id = ? AND home_epoch = ?"
                + " AND page_no = ?")) {
      select.setLong(1, report.instanceId());
      select.setLong(2, homeEpoch);
      select.setLong(3, report.page());
      try (var rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void insertPage(
      Connection connection, long homeEpoch, TaskReport report, byte[] content, Instant now)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO task_page (instance_id, home_epoch, page_no, tasks, failed, created,"
                + " content) VALUES (?,?,?,?,?,?,?)")) {
      insert.setLong(1, report.instanceId());
      insert.setLong(2, homeEpoch);
      insert.setLong(3, report.page());
      insert.setInt(4, report.ended().size());
      insert.setInt(5, (int) report.ended().stream().filter(each -> !each.success()).count());
      insert.setLong(6, now.toEpochMilli());
      insert.setBytes(7, content);
      insert.executeUpdate();
    }
    try (var update =
        connection.prepareStatement(
            "UPDATE task_run SET last_page = ? WHERE instance_id = ? AND home_epoch = ?"
                + " AND last_page < ?")) {
      update.setLong(1, report.page());
      update.setLong(2, report.instanceId());
      update.setLong(3, homeEpoch);
      update.setLong(4, report.page());
      update.executeUpdate();
    }
  }

  private static void update(Connection connection, long homeEpoch, TaskReport report, Instant now)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            "UPDATE task_run SET total_tasks = ?, succeeded = ?, failed = ?, running = ?,"
                + " repeated = ?, workers = ?, running_tasks = ?, worker_id = ?, reported = ?,"
                + " begun = COALESCE(begun, ?), last_sequence = ?"
                + " WHERE instance_id = ? AND home_epoch = ? AND last_sequence < ?")) {
      var counts = report.counts();
      var running = report.running();
      update.setLong(1, counts.total());
      update.setLong(2, counts.succeeded());
      update.setLong(3, counts.failed());
      update.setLong(4, counts.running());
      update.setLong(5, counts.repeated());
      update.setInt(6, counts.workers());
      if (running.isEmpty()) {
        update.setNull(7, Types.VARCHAR);
      } else {
        update.setString(
            7, JsonConverters.write(running.subList(0, Math.min(RUNNING_KEPT, running.size()))));
      }
      update.setString(8, report.workerId());
      update.setLong(9, now.toEpochMilli());
      update.setLong(10, now.toEpochMilli());
      update.setLong(11, report.sequence());
      update.setLong(12, report.instanceId());
      update.setLong(13, homeEpoch);
      update.setLong(14, report.sequence());
      update.executeUpdate();
    }
  }

  /** How the tasks of an instance stand; empty if it has never been dispatched as distributed. */
  public Optional<State> state(long instanceId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT app_id, generation, home_epoch, broker, reopened_page, removed,"
                      + " worker_id, total_tasks, succeeded, failed, running, repeated, workers,"
                      + " running_tasks, reported FROM task_run WHERE instance_id = ?")) {
            select.setLong(1, instanceId);
            try (var row = select.executeQuery()) {
              if (!row.next()) {
                return Optional.empty();
              }
              long reopened = row.getLong("reopened_page");
              Optional<Long> reopenedPage =
                  row.wasNull() ? Optional.empty() : Optional.of(reopened);
              long time = row.getLong("reported");
              Long reported = row.wasNull() ? null : time;
              return Optional.of(
                  new State(
                      row.getLong("app_id"),
                      row.getInt("generation"),
                      row.getLong("home_epoch"),
                      row.getString("broker"),
                      reopenedPage,
                      row.getInt("removed") != 0,
                      row.getString("worker_id"),
                      new TaskReport.Counts(
                          row.getLong("total_tasks"),
                          row.getLong("succeeded"),
                          row.getLong("failed"),
                          row.getLong("running"),
                          row.getLong("repeated"),
                          row.getInt("workers")),
                      running(row.getString("running_tasks")),
                      reported));
            }
          }
        });
  }

  private static List<Running> running(String json) {
    return json == null ? List.of() : JsonConverters.readList(json, new TypeReference<>() {});
  }

  /**
   * Some pages of an instance, the newest first.
   *
   * @param before only pages with smaller numbers
   * @param failedOnly only pages in which a task has failed
   */
  public List<Page> pages(
      long instanceId, long homeEpoch, long before, boolean failedOnly, int limit) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT page_no, content FROM task_page WHERE instance_id = ? AND home_epoch = ?"
                      + " AND page_no < ?"
                      + (failedOnly ? " AND failed > 0" : "")
                      + " ORDER BY page_no DESC LIMIT "
                      + limit)) {
            select.setLong(1, instanceId);
            select.setLong(2, homeEpoch);
            select.setLong(3, before);
            try (var rows = select.executeQuery()) {
              var pages = new ArrayList<Page>();
              while (rows.next()) {
                pages.add(new Page(rows.getLong(1), inflate(rows.getBytes(2))));
              }
              return pages;
            }
          }
        });
  }

  /**
   * Deletes some pages of tasks that have begun anew since.
   *
   * @return how many went
   */
  public int deleteLeftovers(long instanceId, long homeEpoch) {
    return transactions.commit(
        connection -> {
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM task_page WHERE instance_id = ? AND home_epoch < ?")) {
            delete.setLong(1, instanceId);
            delete.setLong(2, homeEpoch);
            return delete.executeUpdate();
          }
        });
  }

  private static byte[] deflate(List<Ended> ended) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bytes)) {
      out.write(JsonConverters.writeBytes(ended));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<Ended> inflate(byte[] content) {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(content))) {
      return JsonConverters.readList(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("a page of tasks cannot be read", e);
    }
  }
}
