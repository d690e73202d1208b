package tech.powerjob.server.account;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import javax.sql.DataSource;
import tech.powerjob.server.store.H2;

/** An H2 database in memory with the real schema, and JPA on it without a server. */
final class AccountDatabase implements AutoCloseable {
  private final DataSource dataSource;
  private final EntityManagerFactory factory;
  private final EntityManager entityManager;

  AccountDatabase() {
    dataSource = H2.migrated();
    factory =
        Persistence.createEntityManagerFactory(
            "powerjob",
            Map.of(
                "jakarta.persistence.transactionType", "RESOURCE_LOCAL",
                "jakarta.persistence.jtaDataSource", "",
                "jakarta.persistence.nonJtaDataSource", dataSource,
                "eclipselink.logging.level", "WARNING"));
    entityManager = factory.createEntityManager();
  }

  DataSource dataSource() {
    return dataSource;
  }

  EntityManager entityManager() {
    return entityManager;
  }

  void inTransaction(Runnable work) {
    var transaction = entityManager.getTransaction();
    transaction.begin();
    try {
      work.run();
      transaction.commit();
    } finally {
      if (transaction.isActive()) {
        transaction.rollback();
      }
      entityManager.clear();
    }
  }

  @Override
  public void close() {
    entityManager.close();
    factory.close();
  }
}
