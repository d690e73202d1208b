package tech.powerjob.it.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody's web hook, on a port of this machine. Thread-safe. */
final class WebhookReceiver implements AutoCloseable {
  /**
   * A call.
   *
   * @param key its header {@code Idempotency-Key}
   */
  record Received(String key, JsonNode body) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;

  WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.add(
        new Received(
            exchange.getRequestHeaders().getFirst("Idempotency-Key"),
            JSON.readTree(exchange.getRequestBody())));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /** Without its scheme. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort() + "/alarms?token=t";
  }

  void answerWith(int newStatus) {
    status = newStatus;
  }

  /** The calls about a run. */
  List<Received> about(String instanceId) {
    return received.stream()
        .filter(
            each ->
                each.body().path("instanceId").asText().equals(instanceId)
                    || each.body().path("wfInstanceId").asText().equals(instanceId))
        .toList();
  }

  List<Received> all() {
    return received;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
