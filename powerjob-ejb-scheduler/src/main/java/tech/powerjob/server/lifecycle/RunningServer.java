package tech.powerjob.server.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Where everybody finds the engine while it runs. Thread-safe. */
@ApplicationScoped
public class RunningServer {
  private static final long POLL_MILLIS = 50;

  private final AtomicReference<Engine> engine = new AtomicReference<>();
  private volatile boolean stopped;

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

  /**
   * The engine, after a wait if the server is still starting.
   *
   * @throws IllegalStateException if it has not started by then, or stops
   */
  public Engine awaitEngine(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (find().isEmpty() && !stopped && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return engine();
  }

  void started(Engine started) {
    engine.set(started);
  }

  /** Makes the engine unreachable, and returns it. */
  Optional<Engine> stopping() {
    stopped = true;
    return Optional.ofNullable(engine.getAndSet(null));
  }
}
