package tech.powerjob.domain.instance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the end of instances is told, each once, by the server that brought it about, after it was
 * committed. A server that dies in between tells nothing, so listeners need a slower way of their
 * own to find out. Thread-safe.
 */
public final class Completions {
  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

  private final List<Consumer<List<Completion>>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Adds a listener.
   *
   * @param listener is called by threads that have other things to do, so it must not block; may be
   *     called by several at once
   */
  public void listen(Consumer<List<Completion>> listener) {
    listeners.add(listener);
  }

  /** Whether nobody listens, so that there is no need to gather anything. */
  public boolean isIdle() {
    return listeners.isEmpty();
  }

  /** Tells all listeners; one that fails does not keep it from the others. */
  public void ended(List<Completion> completions) {
    if (completions.isEmpty()) {
      return;
    }
    for (var listener : listeners) {
      try {
        listener.accept(completions);
      } catch (RuntimeException e) {
        LOG.warn("the end of {} instances was not heard by a listener", completions.size(), e);
      }
    }
  }
}
