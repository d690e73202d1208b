package tech.powerjob.domain.account;

import java.util.List;
import java.util.Optional;

/** The stored namespaces. */
public interface Namespaces {
  Optional<Namespace> find(long id);

  Optional<Namespace> findByCode(String code);

  /** All namespaces, by id. */
  List<Namespace> findAll();

  /** Stores a new one and gives it its id. */
  void add(Namespace namespace);

  void remove(Namespace namespace);
}
