package tech.powerjob.domain.account;

class InMemoryAppsTest extends AppsContract {
  private final Apps apps = new InMemoryApps();

  @Override
  protected Apps apps() {
    return apps;
  }
}
