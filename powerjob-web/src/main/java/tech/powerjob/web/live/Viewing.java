package tech.powerjob.web.live;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import tech.powerjob.server.account.UserIdentity;

/**
 * Who opened a line, and with which session of the console. The front door makes it; a line that
 * has none did not come through the door.
 *
 * @param credential what the session is bound to
 */
record Viewing(long userId, String credential, HttpSession session) implements Principal {
  static Viewing of(UserIdentity user, HttpSession session) {
    return new Viewing(user.id(), user.credential(), session);
  }

  @Override
  public String getName() {
    return Long.toString(userId);
  }

  /** Whether the session still is: it was neither ended nor forgotten. */
  boolean isInSession() {
    try {
      return session.getCreationTime() > 0;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Keeps the credential out of logs. */
  @Override
  public String toString() {
    return "Viewing[user=" + userId + "]";
  }
}
