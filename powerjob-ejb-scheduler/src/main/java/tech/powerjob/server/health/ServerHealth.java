package tech.powerjob.server.health;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSRuntimeException;
import java.sql.SQLException;
import javax.sql.DataSource;
import tech.powerjob.server.lifecycle.RunningServer;
import tech.powerjob.server.platform.ServerResources;

/** Tells whether this server can do its work now. Thread-safe. */
@ApplicationScoped
public class ServerHealth {
  private static final int PATIENCE_SECONDS = 2;

  @Resource(lookup = ServerResources.DATA_SOURCE)
  private DataSource dataSource;

  @Inject private ConnectionFactory connections;

  @Inject private RunningServer server;

  /** Whether a connection of the pool answers. */
  public boolean databaseUp() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether the broker lets the server in. */
  public boolean brokerUp() {
    try (var context = connections.createContext()) {
      return context.getMetaData() != null;
    } catch (JMSRuntimeException e) {
      return false;
    }
  }

  /** Whether the schema is in place and the loops run. */
  public boolean started() {
    return server.find().isPresent();
  }
}
