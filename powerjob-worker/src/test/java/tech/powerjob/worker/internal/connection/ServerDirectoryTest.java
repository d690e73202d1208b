package tech.powerjob.worker.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.wire.WorkerConnection;

class ServerDirectoryTest {
  private static final String CONNECTION =
      """
      {"appId":3,"brokers":["10.0.0.1:7701"],"tls":false,"heartbeatMillis":2000,"later":1}""";

  private final ServerDirectory directory = new ServerDirectory("demo", "pässword");
  private final List<String> seen = new ArrayList<>();
  private HttpServer server;
  private String address;
  private int loginStatus = 200;
  private String login = "{\"success\":true,\"data\":{\"appId\":3,\"token\":\"t0k\"}}";
  private int connectionStatus = 200;
  private String connection = CONNECTION;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/openApi/authApp", exchange -> answer(exchange, loginStatus, login));
    server.createContext(
        WorkerConnection.PATH,
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("X-POWERJOB-ACCESS-TOKEN"));
          seen.add(exchange.getRequestHeaders().getFirst("X-POWERJOB-APP-ID"));
          answer(exchange, connectionStatus, connection);
        });
    server.start();
    address = "127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    seen.add(
        exchange.getRequestMethod()
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> directory.ask(address))
        .isInstanceOf(LinkException.class)
        .message()
        .contains(parts)
        .doesNotContain("pässword", "t0k");
  }

  @Test
  void rightPassword_tellsTheBroker() throws Exception {
    assertThat(directory.ask(address))
        .isEqualTo(new WorkerConnection(3, List.of("10.0.0.1:7701"), false, 2000, List.of()));
    assertThat(directory.ask("http://" + address)).isNotNull();

    assertThat(seen.get(0))
        .startsWith("POST {")
        .contains("\"appName\":\"demo\"", "\"encryptType\":\"md5\"")
        // printf 'pässword' | md5sum
        .contains("\"encryptedPassword\":\"8e1843033a0f6ee52e2f618aa8ebbef4\"");
    assertThat(seen.subList(1, 4)).containsExactly("t0k", "3", "GET ");
  }

  @Test
  void wrongPassword_isRefusedWithTheServersReason() {
    login =
        "{\"success\":false,\"data\":null,\"message\":\"INCORRECT_PASSWORD\",\"code\":\"-400\"}";

    assertRefused("refused the login: INCORRECT_PASSWORD");
  }

  @Test
  void refusedConnection_tellsStatusAndReason() {
    connectionStatus = 403;
    connection = "{\"success\":false,\"message\":\"app is locked\"}";

    assertRefused("answered HTTP 403: app is locked");
  }

  @Test
  void serverThatIsStarting_tellsTheStatus() {
    loginStatus = 503;
    login = "";

    assertRefused("answered HTTP 503");
  }

  @Test
  void somethingElseOnThePort_isSaid() {
    login = "<html>Hello</html>";
    assertRefused("answered no JSON; is it a PowerJob server?");

    login = "{\"success\":true,\"data\":{}}";
    connection = "{\"appId\":3}";
    assertRefused("answered something that is no worker connection");
  }

  @Test
  void longForeignText_isCut() {
    loginStatus = 500;
    login = "{\"message\":\"" + "x".repeat(10_000) + "\"}";

    assertThatThrownBy(() -> directory.ask(address)).message().hasSizeLessThan(300);
  }

  @Test
  void nobodyOnThePort_isSaid() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertThatThrownBy(() -> directory.ask("127.0.0.1:" + free))
        .hasMessage("connection refused or host unknown");
  }

  @Test
  void addressThatIsNone_isSaid() {
    assertThatThrownBy(() -> directory.ask("no such address")).hasMessage("is no host:port");
    assertThatThrownBy(() -> directory.ask("ftp://127.0.0.1:1")).hasMessage("is no host:port");
  }
}
