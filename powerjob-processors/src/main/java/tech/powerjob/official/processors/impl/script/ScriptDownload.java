package tech.powerjob.official.processors.impl.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Where to get a script from. Bounded in time and size. */
final class ScriptDownload {
  private static final Pattern URL =
      Pattern.compile("(https?|ftp)://\\S+", Pattern.CASE_INSENSITIVE);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofSeconds(300);

  /** Longest script in bytes. */
  static final int MAX_SIZE = 4 << 20;

  private final URI uri;
  private final Duration limit;

  private ScriptDownload(URI uri, Duration limit) {
    this.uri = uri;
    this.limit = limit;
  }

  /** The download that a text asks for; empty if it is no URL but a script. */
  static Optional<ScriptDownload> of(String text) {
    return of(text, LIMIT);
  }

  /** The same with another time limit. */
  static Optional<ScriptDownload> of(String text, Duration limit) {
    return URL.matcher(text).matches()
        ? Optional.of(new ScriptDownload(URI.create(text), limit))
        : Optional.empty();
  }

  /**
   * The script.
   *
   * @throws IOException if it cannot be had in time, the status is not 200, or it is too long
   */
  String text() throws IOException, InterruptedException {
    // A read does not listen to interrupts, so another thread reads; closing ends it.
    var reading = new Reading();
    var task = new FutureTask<>(reading::read);
    var thread = new Thread(task, "powerjob-script-download");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException(this + " was not read within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known
          ? known
          : new IOException("cannot read " + this + ": " + e.getCause(), e.getCause());
    } finally {
      task.cancel(true);
      reading.close();
    }
  }

  /** Without what may hold secrets. */
  @Override
  public String toString() {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }

  private final class Reading {
    private volatile InputStream in;
    private volatile boolean closed;

    String read() throws IOException, InterruptedException {
      try (var opened = uri.getScheme().equalsIgnoreCase("ftp") ? ftp() : http()) {
        in = opened;
        var bytes = new ByteArrayOutputStream();
        var buffer = new byte[8 << 10];
        int count = closed ? -1 : opened.read(buffer);
        while (count >= 0) {
          bytes.write(buffer, 0, count);
          if (bytes.size() > MAX_SIZE) {
            throw new IOException(
                "%s is longer than %d bytes".formatted(ScriptDownload.this, MAX_SIZE));
          }
          count = opened.read(buffer);
        }
        return bytes.toString(StandardCharsets.UTF_8);
      }
    }

    private InputStream http() throws IOException, InterruptedException {
      var client =
          HttpClient.newBuilder()
              .connectTimeout(CONNECT_LIMIT)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      var request = HttpRequest.newBuilder(uri).timeout(limit).build();
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw new IOException(
            "%s answered with status %d instead of 200"
                .formatted(ScriptDownload.this, response.statusCode()));
      }
      return response.body();
    }

    private InputStream ftp() throws IOException {
      var connection = uri.toURL().openConnection();
      connection.setConnectTimeout((int) CONNECT_LIMIT.toMillis());
      connection.setReadTimeout((int) limit.toMillis());
      return connection.getInputStream();
    }

    void close() {
      closed = true;
      var open = in;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // Nobody reads it any more.
        }
      }
    }
  }
}
