package tech.powerjob.official.processors.impl.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tech.powerjob.worker.log.OmsLogger;

/** Goes through what statements answered, and writes it to the run's log if that is wanted. */
final class SqlResults {
  private static final String FRAME = "====== SQL EXECUTE RESULT ======";

  /** How many rows of one result are logged. */
  static final int MAX_ROWS = 1_000;

  /** Longer values are cut. */
  private static final int MAX_VALUE = 1_000;

  private final OmsLogger logger;
  private final boolean shown;

  SqlResults(OmsLogger logger, boolean shown) {
    this.logger = logger;
    this.shown = shown;
  }

  /**
   * Goes through all results; errors of later statements come to light by that.
   *
   * @param isRows whether the first result has rows
   */
  void show(Statement statement, boolean isRows) throws SQLException {
    boolean rows = isRows;
    log(FRAME);
    for (int number = 0; rows || statement.getUpdateCount() >= 0; number++) {
      if (rows) {
        try (var result = statement.getResultSet()) {
          rows(number, result);
        }
      } else {
        log("[Result-%d] update count: %d".formatted(number, statement.getUpdateCount()));
      }
      rows = statement.getMoreResults();
    }
    log(FRAME);
  }

  private void rows(int number, ResultSet result) throws SQLException {
    if (!shown) {
      return;
    }
    var about = result.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int column = 1; column <= about.getColumnCount(); column++) {
      columns.add(about.getColumnLabel(column));
    }
    log("[Result-%d] [Columns] %s".formatted(number, String.join("|", columns)));
    for (int row = 0; result.next(); row++) {
      if (row == MAX_ROWS) {
        log("[Result-%d] more than %d rows; the rest is not shown".formatted(number, MAX_ROWS));
        return;
      }
      List<String> values = new ArrayList<>();
      for (int column = 1; column <= columns.size(); column++) {
        values.add(cut(String.valueOf(result.getString(column))));
      }
      log("[Result-%d] [Row-%d] %s".formatted(number, row, String.join("|", values)));
    }
  }

  private static String cut(String value) {
    return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "...";
  }

  private void log(String line) {
    if (shown) {
      logger.info("{}", line);
    }
  }
}
