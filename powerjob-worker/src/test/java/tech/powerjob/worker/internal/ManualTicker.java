package tech.powerjob.worker.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A time that moves when told. */
public final class ManualTicker implements Ticker {
  public static final long START = 1_800_000_000_000L;

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong setBack = new AtomicLong();

  public void advance(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  /** Sets the clock back; the time that passes goes on. */
  public void setBack(Duration duration) {
    setBack.addAndGet(duration.toMillis());
  }

  @Override
  public long epochMillis() {
    return START + nanos.get() / 1_000_000 - setBack.get();
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
