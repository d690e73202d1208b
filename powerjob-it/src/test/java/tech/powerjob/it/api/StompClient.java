package tech.powerjob.it.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** As much of STOMP 1.2 as it takes to ask and hear the answer. Not thread-safe. */
final class StompClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  /** What comes from the broker, and goes to it. */
  record Frame(String command, Map<String, String> headers, String body) {}

  private final Socket socket;
  private final InputStream in;

  StompClient(int port, String user, String password) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    send("CONNECT", Map.of("accept-version", "1.2", "login", user, "passcode", password), "");
    expect("CONNECTED");
  }

  /** Writes a frame. The length of the body is left to the closing zero byte. */
  void send(String command, Map<String, String> headers, String body) throws IOException {
    var frame = new StringBuilder(command).append('\n');
    headers.forEach((name, value) -> frame.append(name).append(':').append(value).append('\n'));
    frame.append('\n').append(body).append('\0');
    socket.getOutputStream().write(frame.toString().getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** The next frame, which must be of that kind. */
  Frame expect(String command) throws IOException {
    var frame = receive();
    if (!frame.command().equals(command)) {
      throw new IOException("expected " + command + " but the broker said " + frame);
    }
    return frame;
  }

  Frame receive() throws IOException {
    var command = line();
    while (command.isEmpty()) {
      command = line(); // Heart beats.
    }
    var headers = new LinkedHashMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.putIfAbsent(line.substring(0, colon), unescaped(line.substring(colon + 1)));
    }
    var body = new ByteArrayOutputStream();
    for (int next = read(); next != 0; next = read()) {
      body.write(next);
    }
    return new Frame(command, headers, body.toString(StandardCharsets.UTF_8));
  }

  private static String unescaped(String value) {
    return value.replace("\\c", ":").replace("\\n", "\n").replace("\\\\", "\\");
  }

  private String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = read(); next != '\n'; next = read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private int read() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the broker closed the connection");
    }
    return next;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
