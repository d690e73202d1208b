package tech.powerjob.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Online logs in {@code instance_log} and {@code instance_log_chunk}. Thread-safe. */
public final class LogRows {
  /**
   * Lines that lie together.
   *
   * @param number of the chunk in its run, from 0
   * @param firstLine number of the first line
   * @param firstTime the lowest time of a line, epoch milliseconds
   * @param lastTime the highest time of a line
   * @param levels a bit for each level that occurs
   * @param bytes size before packing
   */
  public record Part(
      int number,
      long firstLine,
      int lines,
      long firstTime,
      long lastTime,
      int levels,
      int bytes) {}

  /**
   * Who wrote.
   *
   * @param worker identity of the worker
   * @param mark number of its last message that is in the log; 0 for one that does not count
   */
  public record Source(String worker, String address, long mark) {}

  /** Packed lines. */
  public record Chunk(Part part, byte[] content) {}

  /**
   * What is known of a run's log.
   *
   * @param version grows with every change
   * @param totalLines number of the last line
   * @param chunkBytes size of what lies in chunks, before packing
   * @param chunks number of the next chunk
   * @param gapFrom the first chunk that was dropped
   * @param gapTo the first chunk after those that were dropped
   * @param gapLines lines that were dropped
   * @param sources who wrote; lines name them by their place in this list
   * @param open the newest lines, which are in no chunk yet; there may be none
   */
  public record Head(
      long instanceId,
      long version,
      long totalLines,
      long chunkBytes,
      int chunks,
      int gapFrom,
      int gapTo,
      long gapLines,
      List<Source> sources,
      Chunk open) {}

  /**
   * A change of one run.
   *
   * @param after the head from now on; its version is one more than before, and 1 for a new one
   * @param added new chunks
   */
  public record Change(Head after, List<Chunk> added) {}

  /** Somebody else has changed a run in the meantime; nothing was kept. */
  public static final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConflictException(String message) {
      super(message);
    }
  }

  private static final String HEAD =
      "instance_id, version, total_lines, chunk_bytes, chunks, gap_from, gap_to, gap_lines,"
          + " sources, open_lines, open_first_time, open_last_time, open_levels, open_bytes,"
          + " open_content";

  private static final int SELECTED = 500;

  private final Transactions transactions;

  public LogRows(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The applications of those of some runs that exist. */
  public Map<Long, Long> appsOf(Collection<Long> instanceIds) {
    var apps = new HashMap<Long, Long>();
    select(
        "SELECT instance_id, app_id FROM instance_info WHERE instance_id IN (",
        instanceIds,
        row -> apps.put(row.getLong(1), row.getLong(2)));
    return apps;
  }

  /** The heads of those runs that have a log. */
  public Map<Long, Head> heads(Collection<Long> instanceIds) {
    var heads = new HashMap<Long, Head>();
    select(
        "SELECT " + HEAD + " FROM instance_log WHERE instance_id IN (",
        instanceIds,
        row -> {
          var head = head(row);
          heads.put(head.instanceId(), head);
        });
    return heads;
  }

  private interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private void select(String sql, Collection<Long> instanceIds, RowReader reader) {
    var ids = List.copyOf(instanceIds);
    for (int from = 0; from < ids.size(); from += SELECTED) {
      var some = ids.subList(from, Math.min(from + SELECTED, ids.size()));
      transactions.read(
          connection -> {
            try (var select =
                connection.prepareStatement(sql + ValueList.marks(some.size()) + ")")) {
              ValueList.setLongs(select, 0, some);
              try (var row = select.executeQuery()) {
                while (row.next()) {
                  reader.read(row);
                }
              }
              return null;
            }
          });
    }
  }

  /** The head of one run. */
  public Optional<Head> head(long instanceId) {
    return Optional.ofNullable(heads(List.of(instanceId)).get(instanceId));
  }

  /** The version of one run's log; 0 while there is none. */
  public long version(long instanceId) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT version FROM instance_log WHERE instance_id = ?")) {
            select.setLong(1, instanceId);
            try (var row = select.executeQuery()) {
              return row.next() ? row.getLong(1) : 0;
            }
          }
        });
  }

  private static Head head(ResultSet row) throws SQLException {
    long total = row.getLong("total_lines");
    int open = row.getInt("open_lines");
    return new Head(
        row.getLong("instance_id"),
        row.getLong("version"),
        total,
        row.getLong("chunk_bytes"),
        row.getInt("chunks"),
        row.getInt("gap_from"),
        row.getInt("gap_to"),
        row.getLong("gap_lines"),
        JsonConverters.readList(row.getString("sources"), new TypeReference<>() {}),
        new Chunk(
            new Part(
                row.getInt("chunks"),
                total - open + 1,
                open,
                row.getLong("open_first_time"),
                row.getLong("open_last_time"),
                row.getInt("open_levels"),
                row.getInt("open_bytes")),
            row.getBytes("open_content")));
  }

  /**
   * Makes changes in one transaction.
   *
   * @throws ConflictException if one of the runs has changed since its head was read
   */
  public void change(List<Change> changes) {
    try {
      transactions.commit(
          connection -> {
            insertHeads(connection, changes.stream().filter(LogRows::isNew).toList());
            updateHeads(connection, changes.stream().filter(each -> !isNew(each)).toList());
            insertChunks(connection, changes);
            return null;
          });
      changes.forEach(each -> transactions.touched().log(each.after().instanceId()));
    } catch (StoreException e) {
      throw e.isDuplicate() ? new ConflictException("two began the log of a run") : e;
    }
  }

  private static boolean isNew(Change change) {
    return change.after().version() == 1;
  }

  private static void insertHeads(Connection connection, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO instance_log (version, total_lines, chunk_bytes, chunks, gap_from,"
                + " gap_to, gap_lines, sources, open_lines, open_first_time, open_last_time,"
                + " open_levels, open_bytes, open_content, instance_id)"
                + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      for (var change : changes) {
        bind(insert, change.after());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void updateHeads(Connection connection, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (var update =
        connection.prepareStatement(
            "UPDATE instance_log SET version = ?, total_lines = ?, chunk_bytes = ?, chunks = ?,"
                + " gap_from = ?, gap_to = ?, gap_lines = ?, sources = ?, open_lines = ?,"
                + " open_first_time = ?, open_last_time = ?, open_levels = ?, open_bytes = ?,"
                + " open_content = ? WHERE instance_id = ? AND version = ?")) {
      for (var change : changes) {
        bind(update, change.after());
        update.setLong(16, change.after().version() - 1);
        update.addBatch();
      }
      for (int count : update.executeBatch()) {
        if (count != 1) {
          throw new ConflictException("another server wrote to the log of a run");
        }
      }
    }
  }

  private static void bind(PreparedStatement statement, Head head) throws SQLException {
    statement.setLong(1, head.version());
    statement.setLong(2, head.totalLines());
    statement.setLong(3, head.chunkBytes());
    statement.setInt(4, head.chunks());
    statement.setInt(5, head.gapFrom());
    statement.setInt(6, head.gapTo());
    statement.setLong(7, head.gapLines());
    statement.setString(8, JsonConverters.write(head.sources()));
    var open = head.open().part();
    statement.setInt(9, open.lines());
    statement.setLong(10, open.firstTime());
    statement.setLong(11, open.lastTime());
    statement.setInt(12, open.levels());
    statement.setInt(13, open.bytes());
    statement.setBytes(14, head.open().content());
    statement.setLong(15, head.instanceId());
  }

  private static void insertChunks(Connection connection, List<Change> changes)
      throws SQLException {
    if (changes.stream().allMatch(change -> change.added().isEmpty())) {
      return;
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO instance_log_chunk (instance_id, chunk_no, first_line, line_count,"
                + " first_time, last_time, levels, raw_bytes, content)"
                + " VALUES (?,?,?,?,?,?,?,?,?)")) {
      for (var change : changes) {
        for (var chunk : change.added()) {
          var part = chunk.part();
          insert.setLong(1, change.after().instanceId());
          insert.setInt(2, part.number());
          insert.setLong(3, part.firstLine());
          insert.setInt(4, part.lines());
          insert.setLong(5, part.firstTime());
          insert.setLong(6, part.lastTime());
          insert.setInt(7, part.levels());
          insert.setInt(8, part.bytes());
          insert.setBytes(9, chunk.content());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  /**
   * Deletes the chunks of the head's gap.
   *
   * @param after as for {@link Change}
   * @throws ConflictException if the run has changed since its head was read
   */
  public void drop(Head after) {
    transactions.commit(
        connection -> {
          updateHeads(connection, List.of(new Change(after, List.of())));
          try (var delete =
              connection.prepareStatement(
                  "DELETE FROM instance_log_chunk WHERE instance_id = ? AND chunk_no >= ?"
                      + " AND chunk_no < ?")) {
            delete.setLong(1, after.instanceId());
            delete.setInt(2, after.gapFrom());
            delete.setInt(3, after.gapTo());
            return delete.executeUpdate();
          }
        });
  }

  /**
   * What lies in the chunks of a run, in the order of their numbers.
   *
   * @param before only chunks with smaller numbers
   */
  public List<Part> parts(long instanceId, int before) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT chunk_no, first_line, line_count, first_time, last_time, levels,"
                      + " raw_bytes FROM instance_log_chunk WHERE instance_id = ? AND chunk_no < ?"
                      + " ORDER BY chunk_no")) {
            select.setLong(1, instanceId);
            select.setInt(2, before);
            try (var row = select.executeQuery()) {
              var parts = new ArrayList<Part>();
              while (row.next()) {
                parts.add(
                    new Part(
                        row.getInt(1),
                        row.getLong(2),
                        row.getInt(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getInt(6),
                        row.getInt(7)));
              }
              return parts;
            }
          }
        });
  }

  /** The packed lines of a chunk; empty if it was dropped in the meantime. */
  public Optional<byte[]> content(long instanceId, int number) {
    return transactions.read(
        connection -> {
          try (var select =
              connection.prepareStatement(
                  "SELECT content FROM instance_log_chunk WHERE instance_id = ? AND chunk_no = ?")) {
            select.setLong(1, instanceId);
            select.setInt(2, number);
            try (var row = select.executeQuery()) {
              return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
          }
        });
  }
}
