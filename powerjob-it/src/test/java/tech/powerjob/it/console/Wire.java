package tech.powerjob.it.console;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A line of a page without a page: what it hears, and how it ends. */
public final class Wire implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String OVER = "{\"over\":\"";

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile String over;
  private volatile boolean stubborn;
  private volatile boolean ended;
  private WebSocket socket;

  private Wire() {}

  /**
   * Opens one.
   *
   * @param address {@code host:port}
   * @param origin as a browser would say it; {@code null} for none
   * @param cookies as a browser would send them; {@code null} for none
   * @throws RefusedException if the server does not want it
   */
  public static Wire open(String address, String origin, String cookies) {
    var wire = new Wire();
    var builder = HTTP.newWebSocketBuilder().connectTimeout(PATIENCE);
    if (origin != null) {
      builder.header("Origin", origin);
    }
    if (cookies != null) {
      builder.header("Cookie", cookies);
    }
    try {
      wire.socket = builder.buildAsync(URI.create("ws://" + address + "/live"), wire).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new RefusedException(refused.getResponse().statusCode());
      }
      throw e;
    }
    return wire;
  }

  /** The server refused the handshake. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(int status) {
      super(Integer.toString(status));
    }
  }

  public void say(String text) {
    socket.sendText(text, true).join();
  }

  /** What was heard so far. */
  public List<String> heard() {
    return heard;
  }

  /** From now on it stays when it is told that it is over. */
  public void stays() {
    stubborn = true;
  }

  /**
   * Waits until the server says that it is over, and why; closes it as pages do, unless told not
   * to.
   */
  public String awaitOver() {
    await("end of the line").atMost(PATIENCE).until(() -> over != null && (stubborn || ended));
    return over;
  }

  public void awaitMessage(String text) {
    await(text).atMost(PATIENCE).until(() -> heard.contains(text));
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      hear(from, part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void hear(WebSocket from, String text) {
    if (!text.startsWith(OVER)) {
      heard.add(text);
      return;
    }
    over = text.substring(OVER.length(), text.lastIndexOf('"'));
    if (!stubborn) {
      from.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
    ended = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended = true;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
