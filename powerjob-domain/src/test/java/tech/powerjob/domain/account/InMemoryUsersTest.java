package tech.powerjob.domain.account;

class InMemoryUsersTest extends UsersContract {
  private final Users users = new InMemoryUsers();

  @Override
  protected Users users() {
    return users;
  }
}
