package tech.powerjob.worker.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A time that moves when told. */
public final class ManualTicker implements Ticker {
  public static final long START = 1_800_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();

  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long epochMillis() {
    return START + nanos.get() / 1_000_000;
  }

  @Override
  public void sleep(long millis) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    advance(Duration.ofMillis(millis));
  }

  @Override
  public long nanos() {
    return nanos.get();
  }
}
