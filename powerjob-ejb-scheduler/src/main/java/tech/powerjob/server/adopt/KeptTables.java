package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.server.store.Dialect;

/**
 * Sets the original's tables aside where ours need their names: they are renamed, with all that is
 * in them, and stay as a backup. May be called again after it was broken off.
 */
final class KeptTables {
  private KeptTables() {}

  static void setAside(Connection connection, Dialect dialect) throws SQLException {
    var tables = OriginalTables.names(connection);
    var renames = new ArrayList<String>();
    for (var table : OriginalTables.shared()) {
      // Where both are there the second one is ours already.
      if (tables.contains(table) && !tables.contains(OriginalTables.KEPT + table)) {
        renames.add(table);
      }
    }
    switch (dialect) {
      case MYSQL -> {
        // All of them or none.
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
          renameAll(
              connection,
              "SELECT indexname, NULL FROM pg_indexes WHERE schemaname = current_schema()"
                  + " AND tablename LIKE 'pj51\\_%' AND indexname NOT LIKE 'pj51\\_%'",
              "ALTER INDEX \"%1$s\" RENAME TO \"pj51_%1$s\"");
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
        renameAll(
            connection,
            "SELECT CONSTRAINT_NAME, TABLE_NAME FROM INFORMATION_SCHEMA.TABLE_CONSTRAINTS"
                + " WHERE TABLE_NAME LIKE 'PJ51\\_%' AND CONSTRAINT_NAME NOT LIKE 'PJ51\\_%'",
            "ALTER TABLE \"%2$s\" RENAME CONSTRAINT \"%1$s\" TO \"PJ51_%1$s\"");
        renameAll(
            connection,
            "SELECT INDEX_NAME, TABLE_NAME FROM INFORMATION_SCHEMA.INDEXES"
                + " WHERE TABLE_NAME LIKE 'PJ51\\_%' AND INDEX_NAME NOT LIKE 'PJ51\\_%'"
                + " AND IS_GENERATED = FALSE",
            "ALTER INDEX \"%1$s\" RENAME TO \"PJ51_%1$s\"");
      }
    }
  }

  private static void rename(Connection connection, List<String> tables) throws SQLException {
    for (var table : tables) {
      execute(
          connection, "ALTER TABLE %s RENAME TO %s%s".formatted(table, OriginalTables.KEPT, table));
    }
  }

  /** Names of indexes and constraints are unique in the schema there, and ours are the same. */
  private static void renameAll(Connection connection, String query, String change)
      throws SQLException {
    var changes = new ArrayList<String>();
    try (var select = connection.prepareStatement(query);
        var rows = select.executeQuery()) {
      while (rows.next()) {
        changes.add(change.formatted(rows.getString(1), rows.getString(2)));
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
