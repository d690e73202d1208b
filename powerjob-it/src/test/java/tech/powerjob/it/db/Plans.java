package tech.powerjob.it.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * A data source that has the database explain each query and update before it does it, with the
 * same values. Not thread-safe.
 */
final class Plans {
  private final DataSource source;
  private final List<String> found = new ArrayList<>();

  Plans(DataSource source) {
    this.source = source;
  }

  /** The plans so far, each after its statement. */
  List<String> found() {
    return found;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        source,
        (method, arguments, result) ->
            result instanceof Connection connection ? explaining(connection) : result);
  }

  private Connection explaining(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (method, arguments, result) -> {
          boolean explained =
              result instanceof PreparedStatement
                  && arguments[0] instanceof String sql
                  && (sql.startsWith("SELECT") || sql.startsWith("UPDATE"));
          return explained
              ? explaining(connection, (String) arguments[0], (PreparedStatement) result)
              : result;
        });
  }

  private PreparedStatement explaining(
      Connection connection, String sql, PreparedStatement statement) throws SQLException {
    var explain = connection.prepareStatement("EXPLAIN " + sql);
    return proxy(
        PreparedStatement.class,
        statement,
        (method, arguments, result) -> {
          if (method.getName().startsWith("set") && arguments != null && arguments.length >= 2) {
            method.invoke(explain, arguments);
          } else if (method.getName().equals("executeQuery")
              || method.getName().equals("addBatch")) {
            read(sql, explain);
          }
          return result;
        });
  }

  private void read(String sql, PreparedStatement explain) throws SQLException {
    var plan = new StringBuilder(sql);
    try (var rows = explain.executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        plan.append("\n  ");
        for (int i = 1; i <= columns; i++) {
          plan.append(rows.getMetaData().getColumnLabel(i)).append('=').append(rows.getString(i));
          plan.append(' ');
        }
      }
    }
    found.add(plan.toString());
  }

  /** Whether a plan reads a whole table. */
  static boolean scansAll(String plan) {
    return plan.contains("Seq Scan") || plan.contains(" type=ALL ") || plan.contains(" key=null ");
  }

  private interface After {
    Object result(Method method, Object[] arguments, Object result) throws Exception;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            Plans.class.getClassLoader(),
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
