package tech.powerjob.server.platform;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import tech.powerjob.config.Settings;

/**
 * Opens connections to whatever database the settings name, so that one archive serves all of them.
 * The platform makes it and puts its pool around it; settings are read when the first connection is
 * opened. Thread-safe.
 */
public class SwitchingDataSource implements DataSource {
  private final Settings given;
  private volatile Target target;
  private volatile PrintWriter logWriter;
  private volatile int loginTimeout;

  /** The database of the server's settings. */
  public SwitchingDataSource() {
    this(null);
  }

  /** The database of these settings, for tools that run without a server. */
  public SwitchingDataSource(Settings settings) {
    this.given = settings;
  }

  /** Faults are {@code null} but in tests. */
  private record Target(Database database, Driver driver, DatabaseFaults faults) {}

  @Override
  public Connection getConnection() throws SQLException {
    var to = target();
    var connection = to.driver().connect(to.database().url(), to.database().properties());
    if (connection == null) {
      throw new SQLException(
          "powerjob.db.url is '%s', which its driver does not understand".formatted(to.database()));
    }
    return to.faults() == null ? connection : to.faults().around(connection);
  }

  /** User and password are settings, whatever the platform says. */
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  private Target target() throws SQLException {
    var known = target;
    if (known == null) {
      try {
        var settings = given == null ? ServerSettings.read() : given;
        var database = Database.of(settings);
        var faults =
            settings.find("powerjob.it.store-faults").map(Path::of).map(DatabaseFaults::new);
        known = new Target(database, database.driver(), faults.orElse(null));
      } catch (IllegalArgumentException e) {
        throw new SQLException(e.getMessage(), e);
      }
      target = known;
    }
    return known;
  }

  @Override
  public PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    logWriter = out;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("drivers log for themselves");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException("not a wrapper of " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
