package tech.powerjob.sample;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.resource.ConnectionFactoryDefinition;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** What the application needs from its server. */
@DataSourceDefinition(
    // The adapter looks it up too, so it is global. A server's own data source is as good.
    name = SampleApplication.DATA_SOURCE,
    className = "org.h2.jdbcx.JdbcDataSource",
    url = "jdbc:h2:file:./target/orders;WRITE_DELAY=0",
    user = "sa",
    password = "")
@ConnectionFactoryDefinition(
    name = SampleApplication.JOBS,
    interfaceName = "tech.powerjob.jca.JobConnectionFactory",
    resourceAdapter = "powerjob-worker")
@ApplicationPath("/")
public class SampleApplication extends Application {
  static final String DATA_SOURCE = "java:global/jdbc/orders";
  static final String JOBS = "java:app/jobs";
}
