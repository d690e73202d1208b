package tech.powerjob.server.alarm.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.powerjob.config.Settings;
import tech.powerjob.domain.alarm.Receiver;

class DingTalkChannelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Notice NOTICE =
      new Notice("k", "Job Failed", "jobId: 3\r\nresult: no", Map.of());

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int errcode;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          calls.add(
              exchange.getRequestURI()
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          var answer =
              switch (exchange.getRequestURI().getPath()) {
                case "/gettoken" -> "{\"errcode\":0,\"access_token\":\"t1\"}";
                case "/topapi/v2/user/getbymobile" ->
                    "{\"errcode\":0,\"result\":{\"userid\":\"manager1\"}}";
                default -> "{\"errcode\":" + errcode + ",\"errmsg\":\"secret detail\"}";
              };
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private DingTalkChannel channel() {
    var settings =
        Map.of(
            "powerjob.alarm.dingtalk.app-key", "key",
            "powerjob.alarm.dingtalk.app-secret", "sec/ret",
            "powerjob.alarm.dingtalk.agent-id", "42",
            "powerjob.alarm.dingtalk.api-url", "http://127.0.0.1:" + server.getAddress().getPort());
    return new DingTalkChannel(
        Settings.from(key -> Optional.ofNullable(settings.get(key))), Clock.systemUTC());
  }

  private static List<Receiver> jane() {
    return List.of(new Receiver(1, "n", "13900000000", null, null, null));
  }

  @Test
  void person_isFoundByPhone_andGetsAWorkNotification() throws Exception {
    var channel = channel();
    channel.send(NOTICE, jane());
    channel.send(NOTICE, jane());

    assertThat(calls).hasSize(5);
    assertThat(calls.get(0)).startsWith("/gettoken?appkey=key&appsecret=sec%2Fret");
    assertThat(calls.get(1))
        .isEqualTo("/topapi/v2/user/getbymobile?access_token=t1 {\"mobile\":\"13900000000\"}");
    var sent = JSON.readTree(calls.get(2).substring(calls.get(2).indexOf('{')));
    assertThat(sent.path("agent_id").asText()).isEqualTo("42");
    assertThat(sent.path("userid_list").asText()).isEqualTo("manager1");
    assertThat(sent.path("msg").path("markdown").path("text").asText())
        .startsWith("## Job Failed")
        .contains("#### server", "#### content\n> jobId: 3, result: no");
  }

  @Test
  void refusal_isSaidByItsCode_andTheTokenIsAskedForAnew() throws Exception {
    var channel = channel();
    errcode = 42001;

    assertThatThrownBy(() -> channel.send(NOTICE, jane()))
        .isInstanceOf(NotSentException.class)
        .hasMessage("DingTalk refuses with errcode 42001");
    errcode = 0;
    channel.send(NOTICE, jane());
    assertThat(calls).filteredOn(call -> call.startsWith("/gettoken")).hasSize(2);
  }

  @Test
  void silentProvider_isSaidWithoutSecrets() {
    server.stop(0);

    assertThatThrownBy(() -> channel().send(NOTICE, jane()))
        .isInstanceOf(NotSentException.class)
        .hasMessage("DingTalk does not answer as it should");
  }

  @Test
  void withoutSettings_thereIsNone() {
    assertThat(
            new DingTalkChannel(Settings.from(key -> Optional.empty()), Clock.systemUTC())
                .isAvailable())
        .isFalse();
  }
}
