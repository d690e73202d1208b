package tech.powerjob.server.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import javax.sql.DataSource;
import tech.powerjob.server.platform.ServerResources;

/** Provides the one {@link Transactions} of a server, through which everything but JPA writes. */
@ApplicationScoped
public class Stores {
  private static final int COMMITTERS_OF_A_DATABASE_SERVER = 4;

  @Resource(lookup = ServerResources.DATA_SOURCE)
  private DataSource dataSource;

  @Produces
  @Singleton
  Transactions transactions() {
    var dialect = new Transactions(dataSource, 1).read(Dialect::of);
    return new Transactions(
        dataSource, dialect == Dialect.H2 ? 1 : COMMITTERS_OF_A_DATABASE_SERVER);
  }
}
