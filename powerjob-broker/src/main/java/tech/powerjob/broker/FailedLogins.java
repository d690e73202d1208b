package tech.powerjob.broker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of refused logins, once per name and minute: a worker with a wrong password tries for ever,
 * and its log should not. Thread-safe.
 */
final class FailedLogins {
  static final Duration QUIET = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(FailedLogins.class);
  private static final int NAMES_KEPT = 1_000;
  private static final int NAME_LENGTH_SHOWN = 100;

  private final Map<String, Long> lastToldNanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > NAMES_KEPT;
        }
      };

  /**
   * Notes a refused login.
   *
   * @param nowNanos reading of {@link System#nanoTime()}
   * @return whether it was told
   */
  boolean refused(String user, String remoteAddress, long nowNanos) {
    var name = printable(user);
    synchronized (lastToldNanos) {
      var last = lastToldNanos.get(name);
      if (last != null && nowNanos - last < QUIET.toNanos()) {
        return false;
      }
      lastToldNanos.remove(name);
      lastToldNanos.put(name, nowNanos);
    }
    LOG.warn(
        "Login at the broker refused: app={}, from={}; application name or password is wrong,"
            + " or the server is not ready yet",
        name,
        remoteAddress);
    return true;
  }

  /** What is not a plain character could forge lines of the log. */
  private static String printable(String user) {
    if (user == null) {
      return "";
    }
    var text = user.length() > NAME_LENGTH_SHOWN ? user.substring(0, NAME_LENGTH_SHOWN) : user;
    return text.replaceAll("\\p{C}", "?");
  }
}
