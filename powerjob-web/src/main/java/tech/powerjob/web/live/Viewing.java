package tech.powerjob.web.live;

import jakarta.servlet.http.HttpSession;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.Optional;
import tech.powerjob.server.account.UserIdentity;

/**
 * Who opened a line, and with which session of the console. The front door makes it and leaves it
 * in the session; the handshake, which follows at once, hands it on to the line. It is not the
 * request's principal: with one, Payara would close the line itself when the session ends, which it
 * must not ({@link Line#end}).
 *
 * @param credential what the session is bound to
 */
record Viewing(long userId, String credential, HttpSession session) {
  private static final String KEY = Viewing.class.getName();

  /** Lets a user open a line in the request that is being answered. */
  static void admit(UserIdentity user, HttpSession session) {
    session.setAttribute(KEY, new Viewing(user.id(), user.credential(), session));
  }

  /** Whose line it is; empty if it did not come through the door. */
  static Optional<Viewing> of(Session line) {
    return Optional.ofNullable((Viewing) line.getUserProperties().get(KEY));
  }

  /** Hands it on from the session of the console to the line; each has properties of its own. */
  public static final class Handshake extends ServerEndpointConfig.Configurator {
    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      if (request.getHttpSession() instanceof HttpSession console
          && console.getAttribute(KEY) instanceof Viewing viewing) {
        config.getUserProperties().put(KEY, viewing);
      }
    }
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
