package tech.powerjob.web.gateway;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which refusals are worth telling: whoever is refused tries again every few seconds, and may be
 * somebody who wants to fill the log. Thread-safe.
 */
final class Refusals {
  private static final long EVERY = Duration.ofMinutes(10).toNanos();
  private static final long WINDOW = Duration.ofMinutes(1).toNanos();
  private static final int MOST_IN_WINDOW = 30;
  private static final int REMEMBERED = 1_000;

  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  private long windowStart;
  private int inWindow;

  /**
   * Whether to tell of a refusal.
   *
   * @param what who was refused what; the same is told once in ten minutes
   * @param nanoTime the monotonic clock
   */
  synchronized boolean isNews(String what, long nanoTime) {
    var before = told.get(what);
    if (before != null && nanoTime - before < EVERY) {
      return false;
    }
    if (inWindow == 0 || nanoTime - windowStart >= WINDOW) {
      windowStart = nanoTime;
      inWindow = 0;
    }
    if (inWindow == MOST_IN_WINDOW) {
      return false;
    }
    inWindow++;
    told.remove(what);
    told.put(what, nanoTime);
    return true;
  }
}
