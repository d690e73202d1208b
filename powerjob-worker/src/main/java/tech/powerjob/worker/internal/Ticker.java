package tech.powerjob.worker.internal;

/** Where the worker gets the time from; tests move it by hand. */
public interface Ticker {
  /** The machine's time. */
  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long epochMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long millis) throws InterruptedException {
          Thread.sleep(millis);
        }
      };

  /** The time of day, for records and people; may jump. */
  long epochMillis();

  /** A time that never jumps, for waiting; only differences mean something. */
  long nanos();

  /** Lets the thread wait. */
  void sleep(long millis) throws InterruptedException;
}
