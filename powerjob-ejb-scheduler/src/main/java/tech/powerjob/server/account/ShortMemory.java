package tech.powerjob.server.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers answers for a short time, so that calls and messages need not ask the database each
 * time. Bounded: when full it forgets everything. Thread-safe.
 */
final class ShortMemory<K, V> {
  private static final int MAX_ENTRIES = 10_000;

  private record Entry<V>(V value, Instant until) {}

  private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();

  Optional<V> recall(K key, Instant now) {
    var entry = entries.get(key);
    return entry == null || !entry.until().isAfter(now)
        ? Optional.empty()
        : Optional.of(entry.value());
  }

  void remember(K key, V value, Instant now, Duration time) {
    if (entries.size() >= MAX_ENTRIES) {
      entries.clear();
    }
    entries.put(key, new Entry<>(value, now.plus(time)));
  }

  void forget(K key) {
    entries.remove(key);
  }

  void forgetAll() {
    entries.clear();
  }
}
