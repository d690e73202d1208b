package tech.powerjob.benchmarks;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table without its indexes, until it is closed: to fill one with millions of rows and index them
 * then takes minutes less than to index each row as it comes. The primary key stays.
 */
final class PutOffIndexes implements AutoCloseable {
  private final Connection connection;
  private final List<String> creations = new ArrayList<>();

  /** Drops the indexes of a table that no constraint is made of. */
  PutOffIndexes(Connection connection, String table) throws SQLException {
    this.connection = connection;
    boolean mysql = connection.getMetaData().getDatabaseProductName().equals("MySQL");
    for (var index : indexes(connection, mysql ? table : table.toUpperCase(Locale.ROOT)).values()) {
      creations.add(index.creation(table));
      execute("DROP INDEX " + index.name() + (mysql ? " ON " + table : ""));
    }
  }

  @Override
  public void close() throws SQLException {
    for (var creation : creations) {
      execute(creation);
    }
  }

  private record Index(String name, boolean unique, Map<Short, String> columns) {
    String creation(String table) {
      return "CREATE %sINDEX %s ON %s (%s)"
          .formatted(unique ? "UNIQUE " : "", name, table, String.join(", ", columns.values()));
    }
  }

  private static Map<String, Index> indexes(Connection connection, String table)
      throws SQLException {
    var indexes = new LinkedHashMap<String, Index>();
    try (var rows =
        connection
            .getMetaData()
            .getIndexInfo(connection.getCatalog(), connection.getSchema(), table, false, true)) {
      while (rows.next()) {
        var name = rows.getString("INDEX_NAME");
        if (rows.getShort("TYPE") == DatabaseMetaData.tableIndexStatistic
            || !named(name.toLowerCase(Locale.ROOT))) {
          continue;
        }
        boolean unique = !rows.getBoolean("NON_UNIQUE");
        indexes
            .computeIfAbsent(name, key -> new Index(key, unique, new TreeMap<>()))
            .columns()
            .put(rows.getShort("ORDINAL_POSITION"), rows.getString("COLUMN_NAME"));
      }
    }
    return indexes;
  }

  /** Whether a migration named it, so that it is neither a key nor a constraint's own. */
  private static boolean named(String index) {
    return Set.of("idx_", "uk_").stream().anyMatch(index::startsWith);
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
