package tech.powerjob.server.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A data source of H2 that counts how many rows its queries look at: each is done a second time by
 * {@code EXPLAIN ANALYZE}, with the same values. Not thread-safe.
 */
final class ScanCounter {
  private static final Pattern COUNT = Pattern.compile("scanCount: (\\d+)");

  private final DataSource source;
  private long scanned;
  private int queries;

  ScanCounter(DataSource source) {
    this.source = source;
  }

  /** Rows and entries of indexes that were looked at since it was asked the last time. */
  long scanned() {
    long since = scanned;
    scanned = 0;
    return since;
  }

  /** Queries since it was asked the last time. */
  int queries() {
    int since = queries;
    queries = 0;
    return since;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        source,
        (method, arguments, result) ->
            result instanceof Connection connection ? counting(connection) : result);
  }

  private Connection counting(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, arguments, result) ->
            result instanceof PreparedStatement statement
                    && arguments[0] instanceof String sql
                    && sql.startsWith("SELECT")
                ? counting(statement, connection.prepareStatement("EXPLAIN ANALYZE " + sql))
                : result);
  }

  private PreparedStatement counting(PreparedStatement statement, PreparedStatement explain) {
    return proxy(
        PreparedStatement.class,
        statement,
        (method, arguments, result) -> {
          if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2) {
            method.invoke(explain, arguments);
          } else if (method.getName().equals("executeQuery")) {
            scanned += count(explain);
            queries++;
          }
          return result;
        });
  }

  private static long count(PreparedStatement explain) throws SQLException {
    try (var rows = explain.executeQuery()) {
      long sum = 0;
      while (rows.next()) {
        var counts = COUNT.matcher(rows.getString(1));
        while (counts.find()) {
          sum += Long.parseLong(counts.group(1));
        }
      }
      return sum;
    }
  }

  private interface After {
    Object result(Method method, Object[] arguments, Object result) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            ScanCounter.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.result(method, arguments, method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
