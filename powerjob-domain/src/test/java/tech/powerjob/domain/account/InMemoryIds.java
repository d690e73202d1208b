package tech.powerjob.domain.account;

import java.util.concurrent.atomic.AtomicLong;

/** Gives entities the ids that a database would generate. */
final class InMemoryIds {
  private final AtomicLong last = new AtomicLong();

  long assign(Object entity) {
    try {
      var field = entity.getClass().getDeclaredField("id");
      field.setAccessible(true);
      long id = last.incrementAndGet();
      field.set(entity, id);
      return id;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(entity.getClass() + " has no id", e);
    }
  }
}
