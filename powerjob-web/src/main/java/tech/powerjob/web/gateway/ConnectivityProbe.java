package tech.powerjob.web.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * Tries whether a worker that starts can be reached where it thinks it can. Only the caller's own
 * address is tried, so that nobody learns of others by it. Thread-safe.
 */
final class ConnectivityProbe {
  private static final int CONNECT_MILLIS = 1_000;
  private static final int READ_MILLIS = 2_000;

  /** Each holds a thread of the server for as long as it takes. */
  private static final int AT_ONCE = 4;

  private static final int LONGEST_ANSWER = 16;

  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Whether the worker's temporary listener answers; {@code true} if there is no time to try. */
  boolean reaches(InetAddress address, int port) {
    if (!free.tryAcquire()) {
      return true;
    }
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      socket.setSoTimeout(READ_MILLIS);
      socket.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
      var answer = new char[LONGEST_ANSWER];
      try (var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
        int length = 0;
        while (length < answer.length) {
          int read = reader.read();
          if (read < 0 || read == '\n' || read == '\r') {
            break;
          }
          answer[length++] = (char) read;
        }
        return new String(answer, 0, length).equals("pong");
      }
    } catch (IOException e) {
      return false;
    } finally {
      free.release();
    }
  }
}
