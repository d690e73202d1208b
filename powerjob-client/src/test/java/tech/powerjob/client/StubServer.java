package tech.powerjob.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers what it is told and keeps what it is asked. */
final class StubServer implements AutoCloseable {
  /** One request that came in. */
  record Seen(String path, String contentType, String token, String appId, String body) {}

  private final HttpServer http;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger logins = new AtomicInteger();
  private volatile String login;
  private volatile int status = 200;
  private volatile boolean hangingUp;
  private volatile boolean naming = true;
  private volatile String onlyToken;

  StubServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(threads);
    http.createContext("/", this::handle);
    http.start();
  }

  String address() {
    return "127.0.0.1:" + http.getAddress().getPort();
  }

  /** Answers a path with this data as JSON. */
  StubServer answering(String path, String data) {
    answers.put(path, "{\"success\":true,\"data\":%s,\"message\":null}".formatted(data));
    return this;
  }

  StubServer refusing(String path, String message) {
    answers.put(path, "{\"success\":false,\"data\":null,\"message\":\"%s\"}".formatted(message));
    return this;
  }

  StubServer answeringLoginWith(String body) {
    login = body;
    return this;
  }

  void answerStatus(int value) {
    status = value;
  }

  /** Reads requests and then closes the connection, except for logins. */
  void hangUp() {
    hangingUp = true;
  }

  /** From now on only the token of the next login is good. */
  void expireTokens() {
    onlyToken = "t" + (logins.get() + 1);
  }

  void omitAuthHeader() {
    naming = false;
  }

  /** Requests other than logins. */
  List<Seen> seen() {
    return seen;
  }

  int logins() {
    return logins.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var path = exchange.getRequestURI().getPath();
    if (path.endsWith("/authApp")) {
      var number = logins.incrementAndGet();
      seenLogin = body;
      answer(
          exchange,
          login != null
              ? login
              : "{\"success\":true,\"data\":{\"appId\":5,\"token\":\"t%d\",\"extra\":null}}"
                  .formatted(number));
      return;
    }
    var token = exchange.getRequestHeaders().getFirst("X-POWERJOB-ACCESS-TOKEN");
    seen.add(
        new Seen(
            path,
            exchange.getRequestHeaders().getFirst("Content-Type"),
            token,
            exchange.getRequestHeaders().getFirst("X-POWERJOB-APP-ID"),
            body));
    if (hangingUp) {
      exchange.close();
      return;
    }
    boolean passed = onlyToken == null || onlyToken.equals(token);
    if (naming) {
      exchange.getResponseHeaders().set("X-POWERJOB-AUTH-PASSED", Boolean.toString(passed));
    }
    answer(
        exchange,
        passed
            ? answers.getOrDefault(
                path.substring(path.lastIndexOf('/')), "{\"success\":true,\"data\":null}")
            : "{\"success\":false,\"message\":\"TOKEN_EXPIRED:x\",\"code\":\"-403\"}");
  }

  private volatile String seenLogin;

  String seenLogin() {
    return seenLogin;
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
