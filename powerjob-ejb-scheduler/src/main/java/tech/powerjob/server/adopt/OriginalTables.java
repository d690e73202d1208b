package tech.powerjob.server.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The tables of the original: under their own names, or, once set aside, under names that begin
 * with {@link #KEPT}. Not thread-safe.
 *
 * @param tables names of all tables of the database, in lower case
 * @param prefix what the original's begin with
 * @param setAside whether they are being set aside, or were: their names, or those of some of them,
 *     begin with {@link #KEPT}
 */
record OriginalTables(Connection connection, Set<String> tables, String prefix, boolean setAside) {
  static final String KEPT = "pj51_";

  /** Without these it is no database of PowerJob 5.1. */
  private static final List<String> REQUIRED =
      List.of(
          "app_info",
          "namespace",
          "job_info",
          "instance_info",
          "user_info",
          "pwjb_user_info",
          "user_role",
          "server_info",
          "sundry");

  /** What ours are called too, but not every database of PowerJob 5.1 needs to have. */
  private static final List<String> OF_WORKFLOWS =
      List.of("workflow_info", "workflow_node_info", "workflow_instance_info");

  private static final int PAGE = 1_000;

  /**
   * Finds them.
   *
   * @throws AdoptException if they are not there, or are those of an older release
   */
  static OriginalTables find(Connection connection, String prefix) throws SQLException {
    var tables = names(connection);
    var lower = prefix.toLowerCase(Locale.ROOT);
    boolean setAside =
        lower.isEmpty() && REQUIRED.stream().anyMatch(name -> tables.contains(KEPT + name));
    var found = new OriginalTables(connection, tables, lower, setAside);
    var missing = REQUIRED.stream().filter(name -> !found.exists(name)).toList();
    if (!missing.isEmpty()) {
      throw new AdoptException(
          "the database has no tables of PowerJob 5.1: %s not found%s"
              .formatted(
                  String.join(", ", missing.stream().map(found::name).toList()),
                  tables.stream().anyMatch(each -> each.endsWith("job_info"))
                      ? "; if they begin with something, say so by --table-prefix"
                      : ""));
    }
    return found;
  }

  /** The tables whose names our own ones have too. */
  static List<String> shared() {
    return Stream.concat(REQUIRED.stream(), OF_WORKFLOWS.stream()).toList();
  }

  static Set<String> names(Connection connection) throws SQLException {
    var names = new HashSet<String>();
    try (var rows =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(),
                connection.getSchema(),
                "%",
                new String[] {"TABLE", "BASE TABLE"})) {
      while (rows.next()) {
        names.add(rows.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Columns of a table of the database, in lower case; empty if there is no such table. */
  static Set<String> columns(Connection connection, String table) throws SQLException {
    var columns = new HashSet<String>();
    for (var name : List.of(table, table.toUpperCase(Locale.ROOT))) {
      try (var rows =
          connection
              .getMetaData()
              .getColumns(connection.getCatalog(), connection.getSchema(), name, "%")) {
        while (rows.next()) {
          columns.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
        }
      }
    }
    return columns;
  }

  /** The present name of a table; while the original's are being set aside, of either kind. */
  String name(String table) {
    return setAside && tables.contains(KEPT + table) ? KEPT + table : prefix + table;
  }

  boolean exists(String table) {
    return tables.contains(name(table));
  }

  /** How many rows of a table meet a condition. */
  long count(String table, String condition) throws SQLException {
    if (!exists(table)) {
      return 0;
    }
    try (var select =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM " + name(table) + " WHERE " + condition);
        var rows = select.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** All rows of a small table; none if there is no such table. */
  List<OriginalRow> all(String table) throws SQLException {
    var found = new ArrayList<OriginalRow>();
    if (!exists(table)) {
      return found;
    }
    try (var select = connection.prepareStatement("SELECT * FROM " + name(table) + " ORDER BY id");
        var rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(OriginalRow.of(rows));
      }
    }
    return found;
  }

  /** All rows of a table of any size that meet a condition, some at a time, by ascending id. */
  void each(String table, String condition, Consumer<List<OriginalRow>> use) throws SQLException {
    long last = Long.MIN_VALUE;
    while (true) {
      var page = new ArrayList<OriginalRow>(PAGE);
      try (var select =
          connection.prepareStatement(
              "SELECT * FROM %s WHERE id > ? AND (%s) ORDER BY id LIMIT %d"
                  .formatted(name(table), condition, PAGE))) {
        select.setLong(1, last);
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            page.add(OriginalRow.of(rows));
          }
        }
      }
      if (page.isEmpty()) {
        return;
      }
      use.accept(page);
      last = page.get(page.size() - 1).number("id").orElseThrow();
    }
  }
}
