package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.powerjob.server.store.Dialect;

/**
 * Sets the original's tables aside where ours need their names: they are renamed, with all that is
 * in them, and stay as a backup. May be called again after it was broken off.
 */
final class KeptTables {
  private KeptTables() {}

  /**
   * Sets them aside.
   *
   * @param prefix what the original's names begin with; if it is not empty they stay, and only
   *     names of indexes make way
   */
  static void setAside(Connection connection, Dialect dialect, String prefix) throws SQLException {
    var renames = prefix.isEmpty() ? outstanding(connection) : List.<String>of();
    var present = prefix.isEmpty() ? OriginalTables.KEPT : prefix;
    switch (dialect) {
      case MYSQL -> {
        // All of them or none. Names of indexes are each table's own.
        if (!renames.isEmpty()) {
          execute(
              connection,
              "RENAME TABLE "
                  + String.join(
                      ", ",
                      renames.stream()
                          .map(each -> each + " TO " + OriginalTables.KEPT + each)
                          .toList()));
        }
      }
      case POSTGRESQL -> {
        connection.setAutoCommit(false);
        try {
          rename(connection, renames);
          for (var table : OriginalTables.shared()) {
            renameAll(
                connection,
                "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = current_schema()"
                    + " AND tablename = ? AND indexname NOT LIKE 'pj51\\_%'",
                present + table,
                "ALTER INDEX \"%1$s\" RENAME TO \"pj51_%1$s\"");
          }
          connection.commit();
        } catch (SQLException e) {
          connection.rollback();
          throw e;
        } finally {
          connection.setAutoCommit(true);
        }
      }
      case H2 -> {
        rename(connection, renames);
        for (var table : OriginalTables.shared()) {
          var name = (present + table).toUpperCase(Locale.ROOT);
          renameAll(
              connection,
              "SELECT CONSTRAINT_NAME, TABLE_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
                  + " WHERE TABLE_NAME = ? AND CONSTRAINT_NAME NOT LIKE 'PJ51\\_%'",
              name,
              "ALTER TABLE \"%2$s\" RENAME CONSTRAINT \"%1$s\" TO \"PJ51_%1$s\"");
          renameAll(
              connection,
              "SELECT INDEX_NAME, TABLE_NAME FROM INFORMATION_SCHEMA.INDEXES"
                  + " WHERE TABLE_NAME = ? AND INDEX_NAME NOT LIKE 'PJ51\\_%'"
                  + " AND IS_GENERATED = FALSE",
              name,
              "ALTER INDEX \"%1$s\" RENAME TO \"PJ51_%1$s\"");
        }
      }
    }
  }

  /** Where both names are there, the shorter one is ours already. */
  private static List<String> outstanding(Connection connection) throws SQLException {
    var tables = OriginalTables.names(connection);
    return OriginalTables.shared().stream()
        .filter(tables::contains)
        .filter(table -> !tables.contains(OriginalTables.KEPT + table))
        .toList();
  }

  private static void rename(Connection connection, List<String> tables) throws SQLException {
    for (var table : tables) {
      execute(
          connection, "ALTER TABLE %s RENAME TO %s%s".formatted(table, OriginalTables.KEPT, table));
    }
  }

  /** Names of indexes and constraints are unique in the schema there, and ours are the same. */
  private static void renameAll(Connection connection, String query, String table, String change)
      throws SQLException {
    var changes = new ArrayList<String>();
    try (var select = connection.prepareStatement(query)) {
      select.setString(1, table);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          changes.add(change.formatted(rows.getString(1), rows.getString(2)));
        }
      }
    }
    for (var each : changes) {
      execute(connection, each);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
