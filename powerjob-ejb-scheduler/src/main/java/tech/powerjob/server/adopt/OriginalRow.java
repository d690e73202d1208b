package tech.powerjob.server.adopt;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A row of the original's tables; column names in lower case. Immutable. */
final class OriginalRow {
  private final Map<String, Object> values;

  private OriginalRow(Map<String, Object> values) {
    this.values = values;
  }

  /** The present row of a result. Date and time are read as written, without a zone. */
  static OriginalRow of(ResultSet rows) throws SQLException {
    var columns = rows.getMetaData();
    var values = new LinkedHashMap<String, Object>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      var name = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      values.put(name, value(rows, i, columns.getColumnType(i)));
    }
    return new OriginalRow(values);
  }

  private static Object value(ResultSet rows, int index, int type) throws SQLException {
    return switch (type) {
      case java.sql.Types.TIMESTAMP -> rows.getObject(index, LocalDateTime.class);
      case java.sql.Types.CLOB, java.sql.Types.LONGVARCHAR -> rows.getString(index);
      default -> rows.getObject(index);
    };
  }

  /** The text; {@code null} if there is none. */
  String text(String column) {
    var value = values.get(column);
    return value == null ? null : value.toString();
  }

  /** The number; empty if there is none. */
  Optional<Long> number(String column) {
    var value = values.get(column);
    if (value instanceof Number number) {
      return Optional.of(number.longValue());
    }
    if (value instanceof Boolean flag) {
      return Optional.of(flag ? 1L : 0L);
    }
    return Optional.empty();
  }

  long number(String column, long absent) {
    return number(column).orElse(absent);
  }

  double decimal(String column) {
    var value = values.get(column);
    return value instanceof BigDecimal || value instanceof Number
        ? ((Number) value).doubleValue()
        : 0;
  }

  /** Date and time as an instant of a zone; empty if there is none. */
  Optional<java.time.Instant> time(String column, ZoneId zone) {
    return values.get(column) instanceof LocalDateTime time
        ? Optional.of(time.atZone(zone).toInstant())
        : Optional.empty();
  }

  boolean has(String column) {
    return values.containsKey(column);
  }
}
