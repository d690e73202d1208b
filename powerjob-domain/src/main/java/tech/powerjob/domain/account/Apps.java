package tech.powerjob.domain.account;

import java.util.List;
import java.util.Optional;

/** The stored applications. Changes to found ones are kept by the surrounding transaction. */
public interface Apps {
  Optional<App> find(long id);

  Optional<App> findByName(String name);

  /** All applications, by id. */
  List<App> findAll();

  /** Stores a new one and gives it its id. */
  void add(App app);

  void remove(App app);
}
