package tech.powerjob.server.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Lists of values in statements: {@code … IN (?,?,?)}, and ids that a query finds. */
final class ValueList {
  private ValueList() {}

  /**
   * As many question marks, with commas between them.
   *
   * @param count at least 1
   */
  static String marks(int count) {
    return "?" + ",?".repeat(count - 1);
  }

  /** Sets parameters after the first {@code offset}. */
  static void setLongs(PreparedStatement statement, int offset, Collection<Long> values)
      throws SQLException {
    int i = offset;
    for (long value : values) {
      statement.setLong(++i, value);
    }
  }

  /** Sets parameters after the first {@code offset}. */
  static void setStrings(PreparedStatement statement, int offset, Collection<String> values)
      throws SQLException {
    int i = offset;
    for (var value : values) {
      statement.setString(++i, value);
    }
  }

  /** The numbers in the first column of what a query finds; nulls are left out. */
  static List<Long> readLongs(PreparedStatement select) throws SQLException {
    try (var rows = select.executeQuery()) {
      var found = new ArrayList<Long>();
      while (rows.next()) {
        long value = rows.getLong(1);
        if (!rows.wasNull()) {
          found.add(value);
        }
      }
      return found;
    }
  }
}
