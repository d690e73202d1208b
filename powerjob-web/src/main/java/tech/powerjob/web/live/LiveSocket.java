package tech.powerjob.web.live;

import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line of one page. The page names what it shows ({@code {"watch":["app:5","instance:77"]}});
 * it is told {@code {"watching":[…]}}, and then {@code {"changed":["app:5"]}} whenever it should
 * look again. Told {@code {"over":"…"}}, with a reason of {@link Line.End}, the page closes the
 * line. Nothing else is said here.
 */
@ServerEndpoint(value = LiveSocket.PATH, configurator = Viewing.Handshake.class)
public class LiveSocket {
  /** Where it is. */
  public static final String PATH = "/live";

  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);
  private static final int LONGEST = 1_024;

  @Inject Lines lines;

  private Line line;

  @OnOpen
  public void open(Session session) throws IOException {
    session.setMaxTextMessageBufferSize(LONGEST);
    session.setMaxBinaryMessageBufferSize(1);
    session.setMaxIdleTimeout(Lines.SILENCE.toMillis());
    line = Viewing.of(session).map(viewing -> lines.open(session, viewing)).orElse(null);
    if (line == null) {
      session.close(new CloseReason(CloseCodes.VIOLATED_POLICY, "not through the door"));
    }
  }

  @OnMessage(maxMessageSize = LONGEST)
  public void said(String text) {
    if (line != null) {
      line.said(text);
    }
  }

  @OnClose
  public void close() {
    if (line != null) {
      lines.closed(line);
    }
  }

  /** Mostly the page has gone; the line is closed after this. */
  @OnError
  public void failed(Throwable failure) {
    LOG.debug("a line failed", failure);
  }
}
