package tech.powerjob.it.httpworker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A worker that does what a test tells it, and nothing by itself. Thread-safe. */
public final class ScriptedWorker implements AutoCloseable {
  /** A call that it got. */
  public record Got(String path, JsonNode body) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final HttpServer listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Got> got = new CopyOnWriteArrayList<>();
  private final String server;

  /** What it answers when it is asked about an instance. */
  volatile String aboutInstances = "{\"success\":false,\"message\":\"can't find TaskTracker\"}";

  /**
   * A worker that listens.
   *
   * @param server URL of a server, without a path
   */
  public ScriptedWorker(String server) {
    this.server = server;
    try {
      listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    listener.setExecutor(threads);
    listener.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath();
          got.add(new Got(path, JSON.readTree(exchange.getRequestBody())));
          var answer =
              (path.endsWith("queryInstanceStatus") ? aboutInstances : "")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    listener.start();
  }

  public String address() {
    return "127.0.0.1:" + listener.getAddress().getPort();
  }

  /** The calls to a path that it got. */
  public List<Got> got(String path) {
    return got.stream().filter(each -> each.path().equals(path)).toList();
  }

  /** Says that it lives. */
  public HttpResponse<String> beat(long appId, String tag) {
    return beat(appId, tag, address());
  }

  /** Says that it lives at an address. */
  public HttpResponse<String> beat(long appId, String tag, String address) {
    return tell(
        "workerHeartbeat",
        """
        {"workerAddress":"%s","appId":%d,"heartbeatTime":1,"protocol":"HTTP","tag":"%s",
         "systemMetrics":{"cpuProcessors":4,"score":100}}"""
            .formatted(address, appId, tag));
  }

  /** Reports how an instance stands, as the simplest worker would. */
  public HttpResponse<String> report(long instanceId, int status, long reportTime, String address) {
    return tell(
        "reportInstanceStatus",
        """
        {"jobId":1,"instanceId":%d,"reportTime":%d,"sourceAddress":"%s","instanceStatus":%d,
         "result":"scripted"}"""
            .formatted(instanceId, reportTime, address, status));
  }

  /** Says anything. */
  public HttpResponse<String> tell(String call, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(server + "/server/" + call))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Asks anything. */
  public HttpResponse<String> ask(String call) {
    return send(HttpRequest.newBuilder(URI.create(server + "/server/" + call)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    listener.stop(0);
    threads.shutdownNow();
  }
}
