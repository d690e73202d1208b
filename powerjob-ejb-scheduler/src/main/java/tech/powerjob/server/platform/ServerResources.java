package tech.powerjob.server.platform;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import java.sql.Connection;

/**
 * Declares the database that the server brings along. Transactions are its own: state is committed
 * first, its message is sent after.
 */
@Singleton
@DataSourceDefinition(
    name = ServerResources.DATA_SOURCE,
    className = "tech.powerjob.server.platform.SwitchingDataSource",
    description = "The database of powerjob.db.url",
    isolationLevel = Connection.TRANSACTION_READ_COMMITTED,
    minPoolSize = 4,
    maxPoolSize = 32,
    maxIdleTime = 300,
    // WildFly takes no data source without a property.
    loginTimeout = 10,
    properties = {
      // Payara: a connection that a restart of the database broke is not handed out. WildFly says
      // that it ignores these.
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=custom-validation",
      "fish.payara.validation-classname=org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation",
      "fish.payara.validate-atmost-once-period-in-seconds=5"
    })
public class ServerResources {
  /** Pooled {@link javax.sql.DataSource}, read committed. */
  public static final String DATA_SOURCE = "java:app/jdbc/powerjob";
}
