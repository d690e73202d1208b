package tech.powerjob.server.adopt;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Tells of every statement before it is executed or prepared. */
abstract class WatchedDataSource implements DataSource {
  private final DataSource real;

  WatchedDataSource(DataSource real) {
    this.real = real;
  }

  abstract void before(Connection connection, String sql) throws SQLException;

  @Override
  public Connection getConnection() throws SQLException {
    var connection = real.getConnection();
    return proxy(
        Connection.class,
        (method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            before(connection, (String) arguments[0]);
          }
          var result = method.invoke(connection, arguments);
          return result instanceof Statement statement && !(result instanceof PreparedStatement)
              ? proxy(
                  Statement.class,
                  (call, values) -> {
                    if (call.getName().startsWith("execute")
                        && values != null
                        && values.length > 0) {
                      before(connection, (String) values[0]);
                    }
                    return call.invoke(statement, values);
                  })
              : result;
        });
  }

  private interface Call {
    Object make(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.make(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
