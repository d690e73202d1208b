package tech.powerjob.worker.internal.container;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tech.powerjob.wire.DeployContainer;
import tech.powerjob.worker.internal.connection.ServerAccess;

/** A server of jars and of descriptors of containers, over HTTP, for those with a token. */
final class JarServer implements ServerAccess, AutoCloseable {
  private static final String HEADER = "X-Test-Token";

  private final HttpServer http;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int cutAfter = Integer.MAX_VALUE;

  JarServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(Executors.newCachedThreadPool());
    http.createContext("/", this::answer);
    http.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var token = exchange.getRequestHeaders().getFirst(HEADER);
    requests.add(path + (token == null ? "" : " with " + token));
    var body = files.get(path);
    try (exchange) {
      if (body == null || (path.startsWith("/api/") && !"secret".equals(token))) {
        exchange.sendResponseHeaders(body == null ? 404 : 401, -1);
        return;
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body, 0, Math.min(cutAfter, body.length));
    }
  }

  /** Puts a file at a path. */
  void put(String path, byte[] body) {
    files.put(path, body);
  }

  /** Says from now on that this is the version that is deployed. */
  void describe(DeployContainer container) throws IOException {
    put(
        DeployContainer.path(container.containerId()),
        new ObjectMapper().writeValueAsBytes(container));
  }

  /** Breaks off answers after so many bytes. */
  void cutAfter(int bytes) {
    cutAfter = bytes;
  }

  /** Paths that were asked for, with the token. */
  List<String> requests() {
    return requests;
  }

  String address() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  @Override
  public List<String> servers() {
    return List.of(address());
  }

  @Override
  public Map<String, String> login(String server) {
    return Map.of(HEADER, "secret");
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
