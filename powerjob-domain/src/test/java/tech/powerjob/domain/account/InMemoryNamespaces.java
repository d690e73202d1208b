package tech.powerjob.domain.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Namespaces in memory, with the unique code that the table has. */
public final class InMemoryNamespaces implements Namespaces {
  private final InMemoryIds ids = new InMemoryIds();
  private final List<Namespace> namespaces = new ArrayList<>();

  @Override
  public Optional<Namespace> find(long id) {
    return namespaces.stream().filter(each -> each.id() == id).findAny();
  }

  @Override
  public Optional<Namespace> findByCode(String code) {
    return namespaces.stream().filter(each -> each.code().equals(code)).findAny();
  }

  @Override
  public List<Namespace> findAll() {
    return List.copyOf(namespaces);
  }

  @Override
  public void add(Namespace namespace) {
    if (findByCode(namespace.code()).isPresent()) {
      throw new IllegalStateException("unique key code: " + namespace.code());
    }
    ids.assign(namespace);
    namespaces.add(namespace);
  }

  @Override
  public void remove(Namespace namespace) {
    namespaces.remove(namespace);
  }
}
