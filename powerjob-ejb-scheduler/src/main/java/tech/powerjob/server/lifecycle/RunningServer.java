package tech.powerjob.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where everybody finds the engine while it runs. Thread-safe. */
@ApplicationScoped
public class RunningServer {
  private final AtomicReference<Engine> engine = new AtomicReference<>();

  /**
   * The engine.
   *
   * @throws IllegalStateException while the server starts or stops
   */
  public Engine engine() {
    return find()
        .orElseThrow(() -> new IllegalStateException("the server is starting or stopping"));
  }

  /** The engine, empty while the server starts or stops. */
  public Optional<Engine> find() {
    return Optional.ofNullable(engine.get());
  }

  void started(Engine started) {
    engine.set(started);
  }

  /** Makes the engine unreachable, and returns it. */
  Optional<Engine> stopping() {
    return Optional.ofNullable(engine.getAndSet(null));
  }
}
