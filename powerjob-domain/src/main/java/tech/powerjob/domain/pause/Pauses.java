package tech.powerjob.domain.pause;

import java.time.Instant;

/** What is paused, from memory; up to a second behind what other servers did. Thread-safe. */
public interface Pauses {
  /** Nothing is ever paused. */
  Pauses NONE =
      new Pauses() {
        @Override
        public boolean isPaused(long appId, long jobId, Instant now) {
          return false;
        }

        @Override
        public boolean wasPaused(long appId, long jobId, Instant from, Instant to) {
          return false;
        }
      };

  /** Whether nothing of the job may be fired or dispatched now. */
  boolean isPaused(long appId, long jobId, Instant now);

  /** Whether the job was paused at some time between two instants. */
  boolean wasPaused(long appId, long jobId, Instant from, Instant to);
}
