package tech.powerjob.it.db;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import tech.powerjob.server.platform.SwitchingDataSource;

/** The server's own data source with the least of pools around it, set up as the platforms' are. */
final class Pool implements DataSource, AutoCloseable {
  private final DataSource source;
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

  private Pool(DataSource source) {
    this.source = source;
  }

  static Pool of(String url, String user, String password) throws SQLException {
    System.setProperty("powerjob.db.url", url);
    System.setProperty("powerjob.db.user", user);
    System.setProperty("powerjob.db.password", password);
    try {
      var pool = new Pool(new SwitchingDataSource());
      pool.getConnection().close(); // Reads the settings.
      return pool;
    } finally {
      System.clearProperty("powerjob.db.url");
      System.clearProperty("powerjob.db.user");
      System.clearProperty("powerjob.db.password");
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    var pooled = idle.poll();
    if (pooled == null) {
      pooled = source.getConnection();
      pooled.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    var connection = pooled;
    var closed = new AtomicBoolean(); // Closing twice is allowed.
    return (Connection)
        Proxy.newProxyInstance(
            Pool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (closed.compareAndSet(false, true)) {
                  idle.add(connection);
                }
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public void close() throws SQLException {
    for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    // Nothing is written.
  }

  @Override
  public void setLoginTimeout(int seconds) {
    // The drivers' own holds.
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
