package tech.powerjob.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Calls of the OpenAPI over one connection that is kept open, with as little work as possible: what
 * the load costs is taken from the server that is measured. Not thread-safe.
 */
final class ApiCaller implements AutoCloseable {
  private static final Pattern DATA = Pattern.compile("\"data\":([0-9]+)");
  private static final String LENGTH = "content-length:";

  private final Socket socket;
  private final InputStream in;
  private final String head;

  /**
   * A connection.
   *
   * @param address {@code host:port}
   * @param headers lines of all requests, each with its line end
   */
  ApiCaller(String address, String headers) throws IOException {
    var parts = address.split(":");
    socket = new Socket(parts[0], Integer.parseInt(parts[1]));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
    head = " HTTP/1.1\r\nHost: " + address + "\r\n" + headers;
  }

  /** Runs a job and returns the id of the instance. */
  long run(long jobId) throws IOException {
    return number("/openApi/runJob", "jobId=" + jobId + "&delay=0");
  }

  /** Runs a job with parameters and returns the id of the instance. */
  long run(long jobId, String instanceParams) throws IOException {
    var encoded = URLEncoder.encode(instanceParams, StandardCharsets.UTF_8);
    return number("/openApi/runJob", "jobId=" + jobId + "&delay=0&instanceParams=" + encoded);
  }

  /** Runs a workflow and returns the id of the run. */
  long runWorkflow(long workflowId) throws IOException {
    return number("/openApi/runWorkflow", "workflowId=" + workflowId + "&delay=0");
  }

  /** The status of an instance. */
  int status(long instanceId) throws IOException {
    return (int) number("/openApi/fetchInstanceStatus", "instanceId=" + instanceId);
  }

  /** Sends a form and returns the body of the answer. */
  String form(String path, String form) throws IOException {
    return post(path, "application/x-www-form-urlencoded", form);
  }

  private long number(String path, String form) throws IOException {
    var answer = form(path, form);
    var data = DATA.matcher(answer);
    if (!answer.contains("\"success\":true") || !data.find()) {
      throw new IllegalStateException(path + " was refused: " + answer);
    }
    return Long.parseLong(data.group(1));
  }

  /** Returns the body of the answer. */
  String get(String path) throws IOException {
    return send(path, "GET " + path + head + "\r\n");
  }

  /** Sends a body and returns the one of the answer. */
  String post(String path, String contentType, String body) throws IOException {
    return send(
        path,
        "POST "
            + path
            + head
            + "Content-Type: "
            + contentType
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private String send(String path, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    var status = line();
    int length = -1;
    for (var line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(line.substring(LENGTH.length()).trim());
      }
    }
    var answer = length >= 0 ? in.readNBytes(length) : chunks();
    if (!status.contains(" 200")) {
      throw new IllegalStateException(path + " was answered " + status);
    }
    return new String(answer, StandardCharsets.UTF_8);
  }

  private byte[] chunks() throws IOException {
    var all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int read = in.read(); read != '\n'; read = in.read()) {
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
