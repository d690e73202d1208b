package tech.powerjob.server.alarm.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST over HTTP/1.1 to an address that was looked at before. Clients of the JDK look names up
 * again by themselves, and then a name could lead elsewhere than when it was looked at. Follows no
 * redirect and reads no more of the answer than its first line.
 */
final class WebhookCall {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration WHOLE_LIMIT = Duration.ofSeconds(15);
  private static final int LONGEST_LINE = 1_000;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)( .*)?");

  private WebhookCall() {}

  /**
   * Posts.
   *
   * @param headers without those that every call has
   * @return the status of the answer
   * @throws IOException if there is no answer, or it takes too long
   */
  static int post(WebhookTargets.Target target, Map<String, String> headers, byte[] body)
      throws IOException {
    try (var plain = new Socket()) {
      var limit = closeAfter(plain, WHOLE_LIMIT);
      try {
        plain.connect(
            new InetSocketAddress(target.address(), target.port()), (int) CONNECT_LIMIT.toMillis());
        plain.setSoTimeout((int) WHOLE_LIMIT.toMillis());
        return exchange(target.isSecure() ? secured(plain, target) : plain, target, headers, body);
      } catch (IOException e) {
        throw limit.isDone()
            ? new IOException("no answer within " + WHOLE_LIMIT.toSeconds() + " s")
            : e;
      } finally {
        limit.complete(null);
      }
    }
  }

  /** Reading and writing have no end of their own against somebody who is slow on purpose. */
  private static CompletableFuture<Void> closeAfter(Socket socket, Duration limit) {
    var end = new CompletableFuture<Void>();
    end.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (nothing, failure) -> {
              if (failure instanceof TimeoutException) {
                close(socket);
              }
            });
    return end;
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Then it is closed already.
    }
  }

  private static Socket secured(Socket plain, WebhookTargets.Target target) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket =
        (SSLSocket)
            factory.createSocket(plain, WebhookTargets.host(target.uri()), target.port(), true);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static int exchange(
      Socket socket, WebhookTargets.Target target, Map<String, String> headers, byte[] body)
      throws IOException {
    var out = socket.getOutputStream();
    out.write(head(target, headers, body.length).getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    var line = firstLine(socket.getInputStream());
    var matcher = STATUS_LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IOException("it does not answer as HTTP servers do");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static String head(
      WebhookTargets.Target target, Map<String, String> headers, int length) {
    var uri = target.uri();
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var head = new StringBuilder("POST ").append(path);
    if (uri.getRawQuery() != null) {
      head.append('?').append(uri.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    if (uri.getPort() > 0) {
      head.append(':').append(uri.getPort());
    }
    if (uri.getUserInfo() != null) {
      head.append("\r\nAuthorization: Basic ")
          .append(
              Base64.getEncoder()
                  .encodeToString(uri.getUserInfo().getBytes(StandardCharsets.UTF_8)));
    }
    head.append("\r\nConnection: close\r\nContent-Length: ").append(length).append("\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString();
  }

  private static String firstLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() == LONGEST_LINE) {
        throw new IOException("it does not answer as HTTP servers do");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
