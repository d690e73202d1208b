package tech.powerjob.server.platform;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;

/**
 * Declares the resources that the server brings along, and their names for {@code @Resource(lookup
 * = …)}. Neither takes part in distributed transactions: state is committed first, its message is
 * sent after.
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
    properties = {
      // Payara: a connection that a restart of the database broke is not handed out.
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.validate-atmost-once-period-in-seconds=5",
      "fish.payara.fail-all-connections=true"
    })
@ConnectionFactoryDefinition(
    name = ServerResources.CONNECTION_FACTORY,
    interfaceName = "jakarta.jms.ConnectionFactory",
    resourceAdapter = "${MPCONFIG=powerjob.broker.adapter:#powerjob-broker}",
    description = "The broker of this server, through memory",
    minPoolSize = 0,
    maxPoolSize = 32,
    transactionSupport = TransactionSupportLevel.NoTransaction)
public class ServerResources {
  /** Pooled {@link javax.sql.DataSource}, read committed. */
  public static final String DATA_SOURCE = "java:app/jdbc/powerjob";

  /** Pooled {@code jakarta.jms.ConnectionFactory}, logged in as the server itself. */
  public static final String CONNECTION_FACTORY = "java:app/jms/powerjob";
}
