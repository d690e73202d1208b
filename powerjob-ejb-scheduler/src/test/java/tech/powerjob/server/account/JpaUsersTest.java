package tech.powerjob.server.account;

import org.junit.jupiter.api.AfterEach;
import tech.powerjob.domain.account.Users;
import tech.powerjob.domain.account.UsersContract;

class JpaUsersTest extends UsersContract {
  private final AccountDatabase database = new AccountDatabase();
  private final JpaUsers users = new JpaUsers();

  JpaUsersTest() {
    users.entityManager = database.entityManager();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  protected Users users() {
    return users;
  }

  @Override
  protected void inTransaction(Runnable work) {
    database.inTransaction(work);
  }
}
