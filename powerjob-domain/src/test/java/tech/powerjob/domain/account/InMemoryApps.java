package tech.powerjob.domain.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applications in memory, with the unique name that the table has. */
public final class InMemoryApps implements Apps {
  private final InMemoryIds ids = new InMemoryIds();
  private final List<App> apps = new ArrayList<>();
  private int reads;

  /** How often anything was looked up. */
  public int reads() {
    return reads;
  }

  @Override
  public Optional<App> find(long id) {
    reads++;
    return apps.stream().filter(app -> app.id() == id).findAny();
  }

  @Override
  public Optional<App> findByName(String name) {
    reads++;
    return apps.stream().filter(app -> app.name().equals(name)).findAny();
  }

  @Override
  public List<App> findAll() {
    reads++;
    return List.copyOf(apps);
  }

  @Override
  public void add(App app) {
    if (apps.stream().anyMatch(other -> other.name().equals(app.name()))) {
      throw new IllegalStateException("unique key app_name: " + app.name());
    }
    ids.assign(app);
    apps.add(app);
  }

  @Override
  public void remove(App app) {
    apps.remove(app);
  }
}
