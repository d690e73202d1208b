package tech.powerjob.server.account;

import org.junit.jupiter.api.AfterEach;
import tech.powerjob.domain.account.Apps;
import tech.powerjob.domain.account.AppsContract;

class JpaAppsTest extends AppsContract {
  private final AccountDatabase database = new AccountDatabase();
  private final JpaApps apps = new JpaApps();

  JpaAppsTest() {
    apps.entityManager = database.entityManager();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Apps apps() {
    return apps;
  }

  @Override
  protected void inTransaction(Runnable work) {
    database.inTransaction(work);
  }
}
