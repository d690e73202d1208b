package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes rows by column name. */
final class Inserts {
  private static final int BATCH = 500;

  private Inserts() {}

  /**
   * Inserts rows that have all the same columns; those that the table does not have are left out.
   */
  static void insert(Connection connection, String table, List<Map<String, Object>> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Set<String> present = OriginalTables.columns(connection, table);
    var columns = new TreeMap<>(rows.get(0)).keySet().stream().filter(present::contains).toList();
    var sql =
        "INSERT INTO %s (%s) VALUES (%s)"
            .formatted(
                table,
                String.join(", ", columns),
                String.join(", ", columns.stream().map(column -> "?").toList()));
    try (var insert = connection.prepareStatement(sql)) {
      int waiting = 0;
      for (var row : rows) {
        for (int i = 0; i < columns.size(); i++) {
          bind(insert, i + 1, row.get(columns.get(i)));
        }
        insert.addBatch();
        if (++waiting == BATCH) {
          insert.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        insert.executeBatch();
      }
    }
  }

  private static void bind(PreparedStatement insert, int index, Object value) throws SQLException {
    if (value instanceof Instant time) {
      insert.setTimestamp(index, Timestamp.from(time));
    } else {
      insert.setObject(index, value);
    }
  }
}
